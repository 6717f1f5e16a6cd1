"""A reader with a form before them: opens it, waits a little, sends what the page holds and what they type."""

from typing import Any

import time_machine
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone


class Reader:
    def __init__(self, client: Client, address: str, *, seconds: int = 20) -> None:
        self.client, self.address, self.seconds = client, address, seconds

    def stamped(self, address: str = "") -> dict[str, str]:
        """What the page sends by itself, from a form that has been open for some seconds."""
        with time_machine.travel(timezone.now().timestamp() - self.seconds):
            page = BeautifulSoup(self.client.get(address or self.address).content, "lxml")
        return boxes(page)

    def post(self, data: dict[str, str], **how: Any) -> Any:
        return self.client.post(self.address, data, **how)

    def send(self, headers: dict[str, str] | None = None, **typed: str) -> Any:
        return self.post(self.stamped() | typed, headers=headers or {})

    def refused(self, **typed: str) -> BeautifulSoup:
        response = self.send(**typed)
        assert response.status_code == 200
        return BeautifulSoup(response.content, "lxml")

    def again(self, page: BeautifulSoup) -> Any:
        """Sends the form of a page that was refused as it stands there."""
        return self.post(boxes(page))


def boxes(page: BeautifulSoup) -> dict[str, str]:
    found = {box["name"]: box.get("value", "") for box in page.select("main form input[name]")}
    for box in page.select("main form textarea"):
        found[box["name"]] = box.get_text().removeprefix("\n")
    for box in page.select("main form select"):
        chosen = box.select_one("option[selected]") or box.option
        found[box["name"]] = chosen["value"]
    return found
