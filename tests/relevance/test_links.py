"""A sentence ties the two sides by how it is built, not by naming both."""

from __future__ import annotations

import pytest

from pipelines.relevance import links, load_topic
from pipelines.relevance.reading import read

TOPIC = load_topic("russia_dprk")


def tie(sentence: str) -> links.Link:
    _, body = read("", sentence, TOPIC)
    (said,) = body.sentences
    return links.link(body.text.text, said.start, said.end, said.mentions, said.hits, TOPIC)


@pytest.mark.parametrize(
    "sentence",
    [
        "Rusia bertemu Korea Utara.",
        "Moskow meninggalkan Pyongyang begitu saja.",
        "Tentara Korut tewas atau luka di Kursk.",
        "Kerja sama Rusia dan Korea Utara makin erat.",
        "Moskow menawarkan diri sebagai penengah bagi Amerika Serikat dan Korea Utara.",
        "Lima ribu tenaga konstruksi dan seribu penjinak ranjau yang dikirim Kim Jong Un tiba di Kursk.",
        "Kapal Rusia mengangkut sembilan juta butir amunisi artileri dan roket dari Korea Utara.",
        "Sanksi itu menyasar pejabat Korea Utara yang mengatur pengiriman pasukan serta senjata ke Rusia.",
        "Seoul mencermati hubungannya setelah Rusia, China, dan Korea Utara sepakat berdagang.",
    ],
)
def test_a_sentence_about_both_ties_them(sentence: str) -> None:
    assert tie(sentence).strength >= 0.7


@pytest.mark.parametrize(
    "sentence",
    [
        "Daftar itu memuat Rusia, Iran, dan Korea Utara.",
        "Empat orang itu terbang ke Jakarta, Dubai, Vladivostok, lalu Pyongyang.",
        "Pemain dapat memilih Rusia atau Korea Utara lalu mengirim pasukan.",
        "Isu kawasan antara lain perang Rusia di Ukraina dan uji coba rudal Korea Utara.",
        "Para pemimpin mengutuk agresi Rusia, menyerukan denuklirisasi Korea Utara, dan menyoroti China.",
        "Ahli membandingkan rudal Korea Utara dengan rudal Rusia.",
        "Pasar menimbang Gaza, perang Rusia di Ukraina, sampai peluncuran satelit Korea Utara.",
        "Radar itu menangkal rudal Korea Utara, sekalipun Rusia menentangnya.",
        "Rusia menyerang Kyiv, sementara Korea Utara menembakkan rudal.",
    ],
)
def test_a_list_a_comparison_or_two_matters_in_one_sentence_tie_nothing(sentence: str) -> None:
    assert tie(sentence).strength < 0.4
