"""A dataset of five documents that use everything a document can hold; `files` of a test changes and loads them."""

import copy
from pathlib import Path
from typing import Any

import yaml

from publishing.datasets import Report, load, read_entries

THEME = {"slug": "quantum", "name": "Quantum technology", "name_ja": "量子技術", "hue": 22, "position": 1}
PARTNER = {
    "slug": "riken",
    "name": "RIKEN",
    "name_ja": "理化学研究所",
    "kind": "research-organisation",
    "country": "JP",
}
INITIATIVE = {
    "slug": "q-neko",
    "acronym": "Q-NEKO",
    "title": "Quantum and supercomputers",
    "title_ja": "量子とスパコン",
    "kind": "research-project",
    "themes": ["quantum"],
    "status": "active",
    "start": {"date": "2025-11-01", "precision": "month"},
    "end": {"date": "2029-01-01", "precision": "year"},
    "identifiers": {"cordis": "101234567", "topic": "HORIZON-X", "topic_2": "HORIZON-Y"},
    "summary": "Two computers, one problem.",
    "funding": [{"amount": 4000000, "currency": "EUR", "what": "EU contribution", "sources": ["s1"]}],
    "outcomes": [{"text": "A first result.", "text_ja": "最初の成果。", "sources": ["s2", "s1"]}],
    "partners": [{"partner": "riken", "role": "participant", "contribution": {"amount": 5, "currency": "JPY"}}],
    "milestones": [
        {"date": "2026-05-12", "precision": "day", "kind": "meeting", "title": "Kick-off", "sources": ["s1"]},
        {"date": "2025-01-01", "precision": "year", "kind": "signing", "title": "Signed", "title_ja": "署名"},
    ],
    "sources": [
        {
            "id": "s1",
            "title": "量子の発表",
            "url": "https://a.example/1",
            "published": "2025-11-05",
            "kind": "official",
        },
        {"id": "s2", "title": "Paper", "url": "https://a.example/2", "kind": "academic"},
    ],
    "claims": [{"says": "It works already.", "verdict": "unconfirmed", "note": "Nobody shows it."}],
}
OTHER = {"slug": "hanami", "title": "HANAMI", "kind": "network", "themes": ["quantum"], "status": "completed"}
ARTICLE = {
    "slug": "first",
    "title": "The first",
    "author": "Editorial team",
    "published": "2026-10-05",
    "topics": ["quantum"],
    "initiatives": ["q-neko"],
    "claims": [{"initiative": "q-neko", "says": "It works already."}],
    "body": '<p><a href="initiative:q-neko">Q-NEKO</a>, <a href="https://a.example/1" rel="source">says</a> it.</p>',
}


class Files:
    """A small dataset whose documents a test may change before they are written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.theme, self.partner, self.initiative, self.other, self.article = copy.deepcopy(
            [THEME, PARTNER, INITIATIVE, OTHER, ARTICLE]
        )
        self.more_partners: list[dict[str, Any]] = []

    @property
    def paths(self) -> list[Path]:
        record = {
            "themes": [self.theme],
            "partners": [self.partner, *self.more_partners],
            "initiatives": [self.initiative, self.other],
        }
        for name, data in (("small.yaml", record), ("texts.yaml", {"articles": [self.article]})):
            (self.folder / name).write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")
        return [self.folder / "small.yaml", self.folder / "texts.yaml"]

    def load(self, **options: Any) -> Report:
        return load(read_entries(self.paths), **options)
