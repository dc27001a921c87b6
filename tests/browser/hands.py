"""How somebody works a page: with a pointer, or with the keys alone."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from playwright.sync_api import Locator, Page

MOST_STOPS = 400

# Where the keyboard stands, and what is wrong with how that is shown: "" if somebody who only sees the screen knows.
STOP = """() => {
  const one = document.activeElement;
  if (one === document.body || one === document.documentElement) return "";
  const shapes = [one, one.closest("label"), one.closest(".picker")?.querySelector(".btn")].filter(Boolean);
  const framed = shapes.some((shape) => {
    const style = getComputedStyle(shape);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  });
  const seen = shapes.some((shape) => {
    const box = shape.getBoundingClientRect();
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    if (right - left < 2 || bottom - top < 2) return false;
    return [0.1, 0.5, 0.9].some((x) => [0.1, 0.5, 0.9].some((y) => {
      const there = document.elementFromPoint(left + x * (right - left), top + y * (bottom - top));
      return there && (shape.contains(there) || there.contains(one) && there.matches("label, a, button, summary"));
    }));
  });
  const name = `${one.tagName} ${one.id || one.name || one.textContent.trim().slice(0, 40)}`;
  return !framed ? `${name}: no frame` : !seen ? `${name}: out of sight` : "";
}"""
IS_HERE = "one => one === document.activeElement"
GROUP_IS_HERE = """one => document.activeElement.type === "radio" && document.activeElement.form === one.form
  && document.activeElement.name === one.name"""


class Hand(Protocol):
    """What a person does to a page, whatever they do it with."""

    page: Page

    def press(self, thing: Locator) -> None: ...

    def write(self, field: Locator, words: str) -> None: ...

    def choose(self, choice: Locator) -> None:
        """A radio button or a box to be ticked."""

    def attach(self, field: Locator, path: Path) -> None: ...


@dataclass
class Pointer:
    page: Page

    def press(self, thing: Locator) -> None:
        thing.click()

    def write(self, field: Locator, words: str) -> None:
        field.fill(words)

    def choose(self, choice: Locator) -> None:
        choice.check()

    def attach(self, field: Locator, path: Path) -> None:
        field.set_input_files(str(path))


@dataclass
class Keys:
    """Tab, Space, Enter, arrows and letters. Every stop on the way has to be seen."""

    page: Page

    def __post_init__(self) -> None:
        """Let the page hand over every choice of files, as long as it lives.

        Asked for anew at each file, Chromium now and then opens a choice of its own first, which nobody sees.
        """
        self.page.on("filechooser", lambda _chooser: None)

    def press(self, thing: Locator) -> None:
        self._reach(thing, IS_HERE)
        self.page.keyboard.press("Enter")

    def write(self, field: Locator, words: str) -> None:
        self._reach(field, IS_HERE)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(words)

    def choose(self, choice: Locator) -> None:
        if choice.get_attribute("type") != "radio":
            self._reach(choice, IS_HERE)
            self.page.keyboard.press("Space")
        else:
            self._reach(choice, GROUP_IS_HERE)
            self.page.keyboard.press("Space")
            while not choice.is_checked():
                self.page.keyboard.press("ArrowDown")
                self._demand(self.page.evaluate(STOP))
        assert choice.is_checked()

    def attach(self, field: Locator, path: Path) -> None:
        self._reach(field, IS_HERE)
        with self.page.expect_file_chooser() as opened:
            self.page.keyboard.press("Space")
        opened.value.set_files(str(path))

    def _reach(self, thing: Locator, is_here: str) -> None:
        """Go on from stop to stop until it is reached; past the last one it begins anew."""
        for _ in range(MOST_STOPS):
            reached, fault = thing.evaluate(f"one => [({is_here})(one), ({STOP})()]")
            self._demand(fault)
            if reached:
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no key leads to {thing}")

    def _demand(self, fault: str) -> None:
        assert fault == "", f"{self.page.url}: {fault}"
