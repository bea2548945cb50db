"""Extraction: how well this project and its peers read articles off Indonesian pages, side by side in one run.

python -m benchmarks.extraction [FOLDER ...]
"""
