"""What made-up records are made of, in both languages; whatever stands further up in a list is more common."""

# Theme → what it is about.
SUBJECTS = {
    "connectivity": [
        ("submarine cables", "海底ケーブル"),
        ("trusted data routes", "信頼できるデータ経路"),
        ("Arctic fibre links", "北極海の光ファイバー"),
    ],
    "science-policy": [
        ("science and technology policy", "科学技術政策"),
        ("research funding", "研究資金"),
        ("open science", "オープンサイエンス"),
    ],
    "semiconductors": [
        ("semiconductors", "半導体"),
        ("power electronics", "パワーエレクトロニクス"),
        ("chip design", "チップ設計"),
        ("advanced packaging", "先端パッケージング"),
    ],
    "ai": [
        ("artificial intelligence", "人工知能"),
        ("trustworthy AI", "信頼できるAI"),
        ("machine translation", "機械翻訳"),
        ("large language models", "大規模言語モデル"),
    ],
    "materials": [
        ("critical raw materials", "重要原材料"),
        ("battery materials", "電池材料"),
        ("superconductors", "超伝導体"),
    ],
    "6g-networks": [
        ("6G networks", "6Gネットワーク"),
        ("terahertz radio", "テラヘルツ無線"),
        ("open radio access networks", "オープンRAN"),
        ("optical networks", "光ネットワーク"),
    ],
    "data-governance": [
        ("cross-border data flows", "越境データ流通"),
        ("data spaces", "データスペース"),
        ("personal data protection", "個人データ保護"),
    ],
    "mobility-people": [
        ("researcher mobility", "研究者の交流"),
        ("doctoral training", "博士課程教育"),
        ("student exchange", "学生交流"),
    ],
    "platforms": [
        ("online platforms", "オンラインプラットフォーム"),
        ("digital competition", "デジタル競争政策"),
    ],
    "trade-economy": [
        ("digital trade", "デジタル貿易"),
        ("economic security", "経済安全保障"),
        ("supply chains", "サプライチェーン"),
        ("regulatory cooperation", "規制協力"),
    ],
    "energy-fusion": [
        ("fusion energy", "核融合エネルギー"),
        ("offshore wind", "洋上風力"),
        ("smart grids", "スマートグリッド"),
    ],
    "health": [
        ("healthy ageing", "健康長寿"),
        ("nursing care", "介護"),
        ("medical imaging", "医用画像"),
        ("rare diseases", "希少疾患"),
    ],
    "cybersecurity": [
        ("cybersecurity", "サイバーセキュリティ"),
        ("secure hardware", "安全なハードウェア"),
        ("industrial control systems", "産業制御システム"),
    ],
    "quantum": [
        ("quantum computing", "量子計算"),
        ("quantum communication", "量子通信"),
        ("quantum sensing", "量子センシング"),
        ("quantum technology", "量子技術"),
    ],
    "space": [
        ("Earth observation", "地球観測"),
        ("satellite navigation", "衛星測位"),
        ("planetary exploration", "惑星探査"),
    ],
    "robotics-ageing": [
        ("care robots", "介護ロボット"),
        ("service robotics", "サービスロボット"),
        ("walking assistance", "歩行支援"),
    ],
    "green-hydrogen": [
        ("green hydrogen", "グリーン水素"),
        ("fuel cells", "燃料電池"),
        ("ammonia shipping", "アンモニア輸送"),
    ],
    "aviation": [
        ("supersonic flight", "超音速飛行"),
        ("aircraft icing", "航空機の着氷"),
        ("hybrid-electric aircraft", "ハイブリッド電動航空機"),
    ],
    "hpc": [
        ("high-performance computing", "高性能計算"),
        ("exascale software", "エクサスケールソフトウェア"),
        ("climate models", "気候モデル"),
    ],
    "nano-mems": [
        ("nanoelectronics", "ナノエレクトロニクス"),
        ("microsystems", "マイクロシステム"),
        ("molecular sensors", "分子センサー"),
    ],
    "digital-identity": [
        ("digital identity", "デジタル・アイデンティティ"),
        ("trust services", "トラストサービス"),
    ],
}

AIMS = [
    ("industrial use", "産業利用"),
    ("smart cities", "スマートシティ"),
    ("a greener economy", "環境に優しい経済"),
    ("safe everyday life", "安全な暮らし"),
    ("resilient infrastructure", "強靱なインフラ"),
    ("common standards", "共通標準"),
    ("small companies", "中小企業"),
    ("disaster prevention", "防災"),
    ("rural regions", "地方"),
    ("hospitals", "病院"),
    ("factories of the future", "未来の工場"),
    ("autonomous driving", "自動運転"),
    ("rescue services", "救助活動"),
    ("shipping", "海運"),
    ("farming", "農業"),
    ("museums and archives", "博物館・文書館"),
    ("primary schools", "小学校"),
    ("deep-sea research", "深海研究"),
    ("volcano monitoring", "火山観測"),
    ("precision forestry", "精密林業"),
]

# Kind of initiative → what one is called.
FORMS = {
    "research-project": [
        ("Joint research on", "共同研究"),
        ("Demonstration of", "実証研究"),
        ("Foundations of", "基礎研究"),
    ],
    "memorandum": [("Memorandum of cooperation on", "協力覚書"), ("Letter of intent on", "趣意書")],
    "initiative": [("Initiative on", "イニシアチブ"), ("Pilot on", "試行事業")],
    "agreement": [("Agreement on", "協定"), ("Arrangement on", "取決め")],
    "dialogue": [("Policy dialogue on", "政策対話"), ("Expert dialogue on", "専門家対話")],
    "programme": [("Programme for", "プログラム"), ("Fund for", "基金事業")],
    "partnership": [("Partnership on", "パートナーシップ")],
    "network": [("Network for", "ネットワーク"), ("Forum on", "フォーラム")],
    "call": [("Coordinated call on", "共同公募")],
    "support-action": [("Support action for", "支援事業")],
    "infrastructure": [("Test bed for", "試験基盤")],
}

SENTENCES = [
    ("Partners from Europe and Japan work together on {subject}.", "日欧の機関が{subject}に共同で取り組みます。"),
    ("It brings results on {subject} into use for {aim}.", "{subject}の成果を{aim}に生かします。"),
    (
        "The European Commission and a Japanese ministry fund it together.",
        "欧州委員会と日本の省庁が共同で資金を拠出しています。",
    ),
    ("A first meeting took place in {city}.", "最初の会合は{city}で開かれました。"),
    (
        "The cooperation rests on the science and technology agreement of 2009.",
        "協力は2009年の科学技術協力協定に基づいています。",
    ),
    ("Its leaders expect standards that both sides use.", "双方が使う標準の策定を目指しています。"),
    (
        "Trials in {city} showed what is still missing for {aim}.",
        "{city}での試験により、{aim}に向けた課題が分かりました。",
    ),
    ("A joint committee looks at the progress once a year.", "合同委員会が年に一度、進捗を確認します。"),
    (
        "Young researchers spend some months at a laboratory in {city}.",
        "若手研究者が{city}の研究室に数か月滞在します。",
    ),
    ("The report on {subject} named {name} as an example.", "{subject}に関する報告書は{name}を例に挙げました。"),
    ("{name} goes on with what an earlier project had begun.", "{name}は以前のプロジェクトを引き継いでいます。"),
    ("Nothing has been heard of it since the workshop in {city}.", "{city}でのワークショップ以降、続報はありません。"),
]

MILESTONES = {
    "decision": [("Funding decided", "資金拠出を決定"), ("Selected from the proposals", "提案の中から採択")],
    "launch": [("Project starts", "プロジェクト開始"), ("Kick-off in {city}", "{city}でキックオフ会合")],
    "meeting": [
        ("Meeting held in {city}", "{city}で会合を開催"),
        ("Workshop on {subject}", "{subject}に関するワークショップ"),
    ],
    "result": [("First results on {subject}", "{subject}の最初の成果"), ("Report published", "報告書を公表")],
    "signing": [("Signed in {city}", "{city}で署名")],
    "completion": [("Project ends", "プロジェクト終了")],
    "call": [("Call for proposals opens", "公募を開始")],
    "deadline": [("Deadline for proposals", "公募の締切")],
}

CITIES = [
    ("Tokyo", "東京"),
    ("Brussels", "ブリュッセル"),
    ("Paris", "パリ"),
    ("Berlin", "ベルリン"),
    ("Osaka", "大阪"),
    ("Kyoto", "京都"),
    ("Munich", "ミュンヘン"),
    ("Tsukuba", "つくば"),
    ("Madrid", "マドリード"),
    ("Rome", "ローマ"),
    ("Sendai", "仙台"),
    ("Helsinki", "ヘルシンキ"),
    ("Leuven", "ルーヴェン"),
    ("Grenoble", "グルノーブル"),
    ("Nagoya", "名古屋"),
    ("Fukuoka", "福岡"),
    ("Delft", "デルフト"),
    ("Lausanne", "ローザンヌ"),
    ("Sapporo", "札幌"),
    ("Porto", "ポルト"),
    ("Gdańsk", "グダニスク"),
    ("Kanazawa", "金沢"),
    ("Oulu", "オウル"),
    ("Hakodate", "函館"),
]

# Kind of partner → what one is called.
ORGANISATIONS = {
    "university": [
        ("University of {city}", "{city}大学"),
        ("{city} University of Technology", "{city}工科大学"),
        ("Department of {subject}, University of {city}", "{city}大学{subject}学科"),
    ],
    "research-organisation": [
        ("{city} Institute of {subject}", "{city}{subject}研究所"),
        ("National Centre for {subject}", "国立{subject}センター"),
    ],
    "company": [
        ("{name} Systems", "{name}システムズ"),
        ("{name} {subject}", "{name}{subject}"),
        ("{name} Co., Ltd.", "株式会社{name}"),
    ],
    "government": [("Agency for {subject}", "{subject}庁"), ("City of {city}", "{city}市")],
    "eu-institution": [("Joint Undertaking on {subject}", "{subject}共同事業体")],
    "funding-agency": [("Foundation for {subject}", "{subject}財団")],
    "association": [("{city} Association for {subject}", "{city}{subject}協会")],
    "international-organisation": [("International Union for {subject}", "国際{subject}連合")],
    "infrastructure": [("{name} Facility", "{name}施設")],
}

COUNTRIES = [
    *("JP", "DE", "FR", "EU", "ES", "IT", "GB", "FI", "NL", "BE", "CH", "SE", "DK", "PL", "AT", "CZ", "PT", "GR", "IE"),
    *("HU", "RO", "NO", "SI", "EE", "SK", "LT", "BG", "HR", "LV", "LU", "CY", "MT", "TR", "UA", "RS", "IS", "US", "KR"),
]

# As in the record: most have none.
PROGRAMMES = [
    *("Horizon 2020 (EU-Japan call)", "Horizon Europe", "FP7-ICT (EU-Japan coordinated call)", "Horizon 2020"),
    *("FP7 and SICORP", "FP7-INCO", "Horizon 2020 and SICORP", "FP7-TRANSPORT", "Horizon 2020 MSCA-RISE"),
    *("Digital Europe Programme", "Horizon Europe (SNS JU)", "Horizon Europe (EuroHPC JU)", "Erasmus+"),
    *("Connecting Europe Facility (Digital)", "FP7-INCO (ERA-NET)", "Horizon 2020 (EUJ-02-2016)", "Moonshot"),
    *("Horizon 2020 (SC1-2016-CNECT-EUJ)", "FP7-NMP-2011-EU-Japan", "FP7 with NEDO", "Horizon 2020 (MG-1.8)"),
]

SYLLABLES = "ka mi to ra ne so ri ha ku vi le no da pe xo si ta re mo qu ba el in or".split()  # noqa: SIM905 - as above
