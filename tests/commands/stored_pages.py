"""Pages as the archive stores them, with the verdicts that older rules gave them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from pipelines.items import Article, Evidence, Judgement, Page, Verdict
from pipelines.judgement import judge_page
from pipelines.language import LanguageStage
from pipelines.prefilter import NOT_NAMED
from pipelines.relevance import load_topic

FETCHED = datetime(2024, 10, 30, 3, 0, tzinfo=UTC)
ABOUT_BOTH = (
    "Presiden Rusia Vladimir Putin menerima Menteri Luar Negeri Korea Utara Choe Son Hui di Kremlin.",
    "Keduanya membahas pelaksanaan perjanjian kemitraan strategis yang ditandatangani di Pyongyang bersama Kim Jong Un.",
    "Rusia dan Korea Utara sepakat memperluas kerja sama militer, kata juru bicara Kremlin Dmitry Peskov.",
)
ABOUT_SHELLS = (
    "Korea Utara mengirim ribuan peluru artileri ke Rusia dengan kapal barang dari pelabuhan Rajin ke Vladivostok, kata intelijen Seoul.",
    "Pengiriman senjata Pyongyang kepada Moskow itu melanggar sanksi Dewan Keamanan PBB, ujar pejabat Korea Selatan di ibu kota.",
    "Peluru buatan Korea Utara dipakai pasukan Rusia di medan perang Ukraina sejak musim panas tahun lalu.",
)
ABOUT_RICE = (
    "Harga beras premium di Pasar Induk Cipinang bertahan tinggi meskipun panen gadu sudah dimulai di beberapa daerah.",
    "Pedagang berharap pasokan dari Karawang dan Indramayu segera bertambah agar pembeli tidak beralih ke pasar lain.",
    "Badan Pangan Nasional menyatakan cadangan beras pemerintah mencukupi sampai akhir tahun ini.",
)
TITLES = {
    ABOUT_SHELLS: "Korea Utara Kirim Peluru Artileri ke Rusia",
    ABOUT_BOTH: "Putin Terima Menlu Korea Utara di Kremlin",
    ABOUT_RICE: "Harga Beras Bertahan Tinggi",
}


def address(name: str) -> str:
    return f"https://koran.example/read/2024/10/30/{name}"


def page(name: str, text: tuple[str, ...], outlet: str = "koran", fetched_at: datetime = FETCHED) -> Page:
    """The page of an article with this text."""
    title = TITLES[text]
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in text)
    head = f'<title>{title}</title><meta property="og:type" content="article">'
    markup = f"<html><head>{head}</head><body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    return Page(url=address(name), canonical_url=address(name), outlet=outlet, body=markup.encode(), fetched_at=fetched_at)


def judged_now(given: Page) -> Judgement:
    """What the rules of now make of a page, as a crawl would record it."""
    judged = judge_page(given, load_topic("russia_dprk"), LanguageStage.from_settings({}))
    return replace(judged, page=given, judged_at=given.fetched_at + timedelta(seconds=1))


def judged_before(given: Page, verdict: Verdict, score: float) -> Judgement:
    """The same text as older rules judged it."""
    now = judged_now(given)
    assert now.article is not None
    article: Article = replace(now.article, score=score, evidence=Evidence(rules_version="old"))
    return replace(now, verdict=verdict, reason=f"score {score:.2f}", article=article)


def ended_early(given: Page) -> Judgement:
    """The verdict of the prefilter."""
    return replace(judged_now(given), verdict=Verdict.IRRELEVANT, reason=NOT_NAMED, article=None)


def failed(given: Page) -> Judgement:
    """A page that exceeded a worker's limits, to be tried again."""
    return replace(judged_now(given), verdict=Verdict.FAILED, reason="extraction: longer than 2 s", article=None, final=False)
