"""Outlets: one module per paper, and the table of them all."""

from __future__ import annotations

from newsroom.outlets.antaranews import AntaraNews
from newsroom.outlets.balipost import BaliPost
from newsroom.outlets.base import Outlet
from newsroom.outlets.cnnindonesia import CnnIndonesia
from newsroom.outlets.detik import Detik
from newsroom.outlets.kompas import Kompas
from newsroom.outlets.koranmandala import KoranMandala
from newsroom.outlets.liputan6 import Liputan6
from newsroom.outlets.republika import Republika
from newsroom.outlets.tempo import Tempo
from newsroom.outlets.tribunnews import TribunNews

BY_NAME: dict[str, Outlet] = {
    outlet.name: outlet
    for outlet in (
        KoranMandala(),
        BaliPost(),
        AntaraNews(),
        Detik(),
        Kompas(),
        Tempo(),
        CnnIndonesia(),
        TribunNews(),
        Republika(),
        Liputan6(),
    )
}
