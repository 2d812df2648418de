#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A person at the dashboard, in Debian's Chromium, in front of the real pipeline. Pictures of the pages in
light, dark and narrow are left in SITREP_SCREENSHOTS, if that names a folder."""
import os, sys
import line

line.need("chromium", "chromedriver")
try:
    from selenium import webdriver
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
except ImportError:
    print("skipped: python3-selenium is not installed (tools/setup --test installs it)")
    sys.exit(77)
from selenium.webdriver.chrome.service import Service

BOMB = "A car bomb killed at least 12 people at a market in Mosul, Iraq, on 4 May 2023, police said.\n"
EVIL = "<img src=x onerror=\"document.title='stolen'\"> Gunmen killed 7 people in Aleppo on 3 March 2022, police said.\n"


class Browser:
    def __init__(self, width=1280, dark=False, script=True):
        options = webdriver.ChromeOptions()
        for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", f"--window-size={width},1000"):
            options.add_argument(flag)
        if not script:
            options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
        self.driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]})
        if width < 500:
            self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
                "width": width, "height": 800, "deviceScaleFactor": 1, "mobile": True})

    def __enter__(self):
        return self.driver

    def __exit__(self, *_):
        self.driver.quit()


def css(driver, selector):
    """Once it is there: the page before may still be shown, or the next one be on its way."""
    try:
        return line.until(lambda: driver.find_elements(By.CSS_SELECTOR, selector))[0]
    except AssertionError:
        raise AssertionError(f"{selector} is not on {driver.current_url}: {text(driver)[:1000]}")


def text(driver):
    """In one step: an element that was found may belong to the page before by the time it is asked."""
    return driver.execute_script("const e = document.querySelector('main'); return e ? e.innerText : ''")


def live(driver, selector):
    """The text of something in the part of the page that is replaced once a second."""
    return driver.execute_script("const e = document.querySelector(arguments[0]); return e ? e.textContent : ''", selector)


def press(driver, selector):
    css(driver, selector).click()


def a_report_arrives_is_found_read_corrected_and_taken_away():
    with line.Line() as l, Browser() as d:
        d.get(l.url + "/")
        number = "#live .line:first-child .stage:last-of-type b"
        line.until(lambda: live(d, number) == "0")
        l.feed("bomb.txt", BOMB)
        line.until(lambda: live(d, number) == "1")  # without loading the page again
        css(d, "body").send_keys("/")
        box = d.switch_to.active_element
        assert box.get_attribute("name") == "q"
        box.send_keys("market mosul" + Keys.ENTER)
        press(d, "ol.hits a")
        line.until(lambda: "at least 12 people" in live(d, "mark"))
        press(d, "sup a")
        line.until(lambda: "/fact/" in d.current_url and "SHA-256" in text(d))
        fact = d.current_url
        press(d, "details summary")
        for name, value in (("value", "14"), ("by", "ann"), ("comment", "recount")):
            field = css(d, f"details input[name={name}]")
            field.clear()
            field.send_keys(value)
        press(d, "details button")
        line.until(lambda: d.current_url.startswith(fact) and "Edited by a human" in text(d))
        assert l.rows("/api/claims?kind=killed")[0]["value"] == 14
        d.get(l.url + "/corrections")
        assert "recount" in text(d)
        press(d, "main form button")
        line.until(lambda: "undone" in text(d))
        assert l.rows("/api/claims?kind=killed")[0]["value"] == 12
        d.get(l.url + "/claims?kind=killed")
        link = d.find_element(By.LINK_TEXT, "csv").get_attribute("href")
        assert '"killed",12,"at_least"' in l.ask("GET", link[len(l.url):])[1]


def a_dead_letter_is_seen_and_retried():
    with line.Line() as l, Browser() as d:
        l.feed("picture.png", b"\x89PNG\r\n\x1a\n1")
        line.until(lambda: d.get(l.url + "/") or live(d, ".stage.bad b") == "1")
        d.get(l.url + "/dead")
        assert "picture.png" in text(d)
        press(d, "form[action='/do/retry'] button")
        line.until(lambda: d.current_url.startswith(l.url + "/dead"))
        line.until(lambda: d.get(l.url + "/") or live(d, ".stage.bad b") == "1")
        d.get(l.url + "/dead")
        press(d, "form[action='/do/drop'] button")
        d.switch_to.alert.accept()
        line.until(lambda: "Nothing is dead" in text(d))
        d.get(l.url + "/")
        press(d, "form[action='/do/pause'] button")
        line.until(lambda: "Paused" in live(d, "#live"))
        press(d, "form[action='/do/resume'] button")
        line.until(lambda: "Paused" not in live(d, "#live"))


def sources_are_changed_without_javascript():
    with line.Line() as l, Browser(script=False) as d:
        os.mkdir(l.dir + "/inbox")
        assert l.sitrep("watch", l.dir + "/inbox")[0] == 0
        line.until(lambda: d.get(l.url + "/sources") or "inbox" in text(d))
        css(d, "details summary").click()
        css(d, "details input[name=by]").send_keys("ann")
        css(d, "details button[value=pause]").click()
        line.until(lambda: "/sources?done=" in d.current_url and live(d, "td b.warn") == "paused")
        with open(l.dir + "/inbox/bomb.txt", "w") as f:
            f.write(BOMB)
        css(d, "details summary").click()
        css(d, "details button[value=remove]").click()
        line.until(lambda: "That did not work" in text(d))  # a tick is wanted
        d.get(l.url + "/sources")
        css(d, "details summary").click()
        css(d, "details button[value=resume]").click()
        line.until(lambda: l.rows("/api/reports"))
        d.get(l.url + "/sources")
        css(d, "details summary").click()
        css(d, "details input[name=sure]").click()
        css(d, "details button[value=remove]").click()
        line.until(lambda: "No folder is watched" in text(d))
        done = [e.text.split()[-1] for e in d.find_elements(By.CSS_SELECTOR, "td[data-l=what]")]
        assert done == ["removed", "resumed", "paused", "added"], done


def it_works_without_javascript():
    with line.Line() as l, Browser(script=False) as d:
        l.feed("bomb.txt", BOMB)
        for path in ("/", "/claims", "/incidents", "/map", "/reports", "/entities", "/search?q=mosul"):
            d.get(l.url + path)
            assert len(text(d)) > 40, path


def strangers_words_are_only_words():
    with line.Line() as l, Browser() as d:
        l.feed("x.txt", EVIL)
        ident = l.rows("/api/reports")[0]["id"]
        fact = l.rows("/api/claims?kind=killed")[0]["fact"]
        for path in ("/claims", "/reports", "/search?q=gunmen", "/report/" + ident, "/fact/" + fact,
                     "/claims?who=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E"):
            d.get(l.url + path)
            assert "stolen" not in d.title, path
            assert not d.find_elements(By.CSS_SELECTOR, "main img"), path
        severe = [e for e in d.get_log("browser") if "Content Security Policy" in e["message"]]
        assert not severe, severe


# WCAG 2.1, 1.4.3: the contrast of each text with what is behind it
CONTRAST = """
const lum = (c) => { const f = c.slice(0, 3).map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
  return .2126 * f[0] + .7152 * f[1] + .0722 * f[2]; };
const rgb = (s) => (s.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
const behind = (e) => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor);
  if (c.length < 4 || c[3] > 0) return c; } return rgb(getComputedStyle(document.body).backgroundColor); };
const bad = [];
for (const e of document.querySelectorAll("body *")) {
  if (e.closest("svg, noscript") || !e.offsetParent) continue;
  if (![...e.childNodes].some(n => n.nodeType == 3 && n.data.trim())) continue;
  const a = lum(rgb(getComputedStyle(e).color)), b = lum(behind(e));
  const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
  if (ratio < 4.5) bad.push(e.tagName + " " + ratio.toFixed(2) + " " + e.textContent.slice(0, 30));
}
return bad;"""
NAMELESS = """
return [...document.querySelectorAll("input:not([type=hidden]), select, textarea, button, a[href]")].filter(e =>
  !(e.labels && e.labels.length) && !e.getAttribute("aria-label") && !e.textContent.trim() && !e.closest("svg"))
  .map(e => e.outerHTML);"""


def pages_can_be_read_by_everybody():
    folder = os.environ.get("SITREP_SCREENSHOTS")
    with line.Line() as l:
        os.mkdir(l.dir + "/inbox")
        l.sitrep("watch", l.dir + "/inbox")
        l.sitrep("feed", "add", "http://127.0.0.1:9/rss")  # nobody is there: a warning
        l.feed("bomb.txt", BOMB)
        l.feed("again.txt", BOMB.replace("at least 12", "19").replace("police", "the governor"))
        fact, ident = (l.rows("/api/claims?kind=killed")[0][k] for k in ("fact", "id"))
        pages = {"queue": "/", "claims": "/claims", "incidents": "/incidents", "fact": "/fact/" + fact,
                 "report": "/report/" + ident, "figure": "/figure/killed%7Cmosul%7C2023-05-04%7Cperson",
                 "map": "/map", "country": "/country/IQ", "entities": "/entities", "dead": "/dead",
                 "entity": "/entity/location/Mosul", "corrections": "/corrections", "alerts": "/searches", "sources": "/sources",
                 "stories": "/stories", "story": "/story/" + ident, "where": "/where/" + ident, "search": "/search?q=mosul",
                 "incident": "/fact/" + l.rows("/api/incidents")[0]["fact"]}
        for look, width, dark in (("light", 1280, False), ("dark", 1280, True), ("narrow", 390, False)):
            with Browser(width, dark) as d:
                for name, path in pages.items():
                    d.get(l.url + path)
                    assert not d.execute_script(CONTRAST), (look, name, d.execute_script(CONTRAST))
                    assert not d.execute_script(NAMELESS), (look, name, d.execute_script(NAMELESS))
                    # a phone's browser makes its window as wide as the page wants
                    wide = d.execute_script("return Math.max(document.documentElement.scrollWidth, innerWidth)") - width
                    assert wide <= 0, (look, name, f"{wide} pixels too wide")
                    if folder:
                        d.save_screenshot(f"{folder}/{name}-{look}.png")


line.main(a_report_arrives_is_found_read_corrected_and_taken_away, a_dead_letter_is_seen_and_retried,
          sources_are_changed_without_javascript, it_works_without_javascript, strangers_words_are_only_words, pages_can_be_read_by_everybody)
