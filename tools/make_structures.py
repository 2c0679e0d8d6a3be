"""Draw the structures of the catalogue again, with RDKit from `tools/structures.lock`.

    python tools/make_structures.py

Only a structure that the table calls certain is drawn; the drawing shows stereochemistry only where
that is certain too. A row whose SMILES does not give its formula and weight, or whose stereocentres
are not all assigned though it says so, stops the tool.
"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

from rdkit import Chem
from rdkit.Chem import Descriptors, rdMolDescriptors
from rdkit.Chem.Draw import rdMolDraw2D

FOLDER = Path(__file__).resolve().parents[1] / "src" / "ketum" / "knowledge" / "catalogue"
WIDTH, HEIGHT = 320, 240
BOND, LINE = 24, 1.4
# Weights of the table are rounded to at most one digit behind the point.
NEARLY = 0.06
PATH = re.compile(r"<path class='[^']*' d='([^']*)'(.*?)/>")


def fault_of(row: dict[str, str], molecule: Chem.Mol) -> str | None:
    """What the SMILES and the table disagree on."""
    formula = rdMolDescriptors.CalcMolFormula(molecule).rstrip("+")
    if formula != row["formula"]:
        return f"the SMILES gives {formula}"
    if abs(Descriptors.MolWt(molecule) - float(row["weight"])) > NEARLY:
        return f"the SMILES weighs {Descriptors.MolWt(molecule):.2f}"
    centres = Chem.FindMolChiralCenters(
        molecule, includeUnassigned=True, useLegacyImplementation=False
    )
    if row["stereochemistry"] == "certain" and any(label == "?" for _, label in centres):
        return "a stereocentre is not assigned"
    return None


def drawn(molecule: Chem.Mol) -> dict[str, str]:
    """Lines, thin lines and filled shapes as one path each."""
    canvas = rdMolDraw2D.MolDraw2DSVG(WIDTH, HEIGHT)
    options = canvas.drawOptions()
    options.useBWAtomPalette()
    options.clearBackground = False
    options.fixedBondLength = BOND
    options.bondLineWidth = LINE
    rdMolDraw2D.PrepareAndDrawMolecule(canvas, molecule)
    canvas.FinishDrawing()
    parts: dict[str, list[str]] = {"lines": [], "thin": [], "filled": []}
    for path, style in PATH.findall(canvas.GetDrawingText()):
        compact = re.sub(r"(?<=\d) (?=[A-Z])|(?<=[A-Z]) ", "", path.strip())
        is_filled = "fill:none" not in style
        kind = "filled" if is_filled else "lines" if f"stroke-width:{LINE}px" in style else "thin"
        parts[kind].append(compact)
    return {kind: "".join(found) for kind, found in parts.items()}


def main() -> None:
    with (FOLDER / "alkaloids.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    made: dict[str, dict[str, str]] = {}
    faults = []
    for row in rows:
        if not row["smiles"]:
            continue
        molecule = Chem.MolFromSmiles(row["smiles"])
        fault = "the SMILES cannot be read" if molecule is None else fault_of(row, molecule)
        if fault is not None:
            faults.append(f"{row['id']}: {fault}")
        elif row["structure"] == "certain":
            made.setdefault(row["smiles"], {**row, **drawn(molecule)})
    if faults:
        sys.exit("\n".join(faults))
    with (FOLDER / "structures.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        last = ("lines", "thin", "filled", "cites", "confirmed", "checked")
        writer.writerow(["smiles", "label", "width", "height", *last])
        for smiles, each in made.items():
            writer.writerow([smiles, each["id"], WIDTH, HEIGHT, *(each[name] for name in last)])
    print(f"structures.csv: {len(made)} drawings")


if __name__ == "__main__":
    main()
