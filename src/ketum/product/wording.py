"""The words that head the columns and fields of certificates, as patterns matched whole."""

from __future__ import annotations

__all__ = ["HEADINGS", "LABELS"]

# The first that fits a heading wins; the left part is a value of ColumnRole.
HEADINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "other",
        (
            r"cas(?: ?(?:no|number|#))?\.?",
            r"date.*",
            r"tested",
            r"analyst",
            r"notes?",
            r"comments?",
            r"dilution",
            r"batch",
            r"dil\.?",
            r"#",
            r"no\.?",
            r"rt",
            r"retention time",
            r"% ?(?:of )?(?:label|dv|daily value|recovery|rsd).*",
            r"rsd.*",
            r"sd",
            r"recovery.*",
            r"mean",
            r"typical",
            r"remarks?",
            r"(?:laboratory |method |field )?(?:blank|spike|duplicate|control)s?(?: .*)?",
            r"lcsd?(?: .*)?",
            r"m[bs]d?",
            r"true value",
            r"reference value",
            r"certified value",
            r"previous .*",
            r"mrl",
            r"instrument",
            r"prep.*",
            r"bemerkung",
        ),
    ),
    (
        "qualifier",
        (r"(?:data )?(?:q|quals?\.?|qualifiers?|flags?|operator|sign|symbol|prefix)",),
    ),
    (
        "method",
        (
            r"(?:test )?methods?(?: reference| ref\.?| of analysis)?",
            r"technique",
            r"reference",
            r"methode",
            r"test procedure",
            r"procedure",
            r"analysis method",
        ),
    ),
    (
        "lod",
        (
            (
                r"(?:method )?(?:lod|limits? of detection|detection limits?|mdl|nachweisgrenze"
                r"|nwg|ld|limite de d.tection|l.mite de detecci.n)"
            ),
        ),
    ),
    (
        "loq",
        (
            (
                r"(?:loq|lloq|limits? of quanti(?:ta|fica)tion|quanti(?:ta"
                r"|fica)tion limits?|rl|pql|(?:method )?reporting limits?|bestimmungsgrenze|bg|lq"
                r"|limite de quantification|l.mite de cuantificaci.n)"
            ),
        ),
    ),
    (
        "specification",
        (
            (
                r"(?:.*\b)?(?:limits?|specifications?|specs?\.?|action levels?|acceptance.*"
                r"|criteria|max(?:imum)?\.?|allowable.*|threshold|requirements?|grenzwert"
                r"|spezifikation|sollwert|standard|typical range|normal range|acceptable range"
                r"|target|range|nmt|h.chstgehalt|h.chstwert|richtwert|l.mites?|especificaci.n(?:es)?"
                r"|sp.cifications?)(?: \([^)]*\))?"
            ),
        ),
    ),
    (
        "other",
        (
            (
                r"(?:pass ?/ ?fail|status|pass|conclusion|evaluation|p/f|bewertung|risk level"
                r"|outcome|complian(?:ce|t)|verdict|interpretation|assessment|beurteilung"
                r"|dictamen|cumple|conclusi.n|r(?:ep|un)\.? ?#? ?\d|replicate ?#? ?\d"
                r"|%? ?r\.?s\.?d\.?|std\.? ?dev\.?)"
            ),
        ),
    ),
    (
        "unit",
        (
            (
                r"(?:units?|uom|einheit|units? of measure(?:ment)?|unit(?:é|e|à|ad|ades|s)"
                r"|unidad(?:es)?|satuan)"
            ),
        ),
    ),
    (
        "uncertainty",
        (r"(?:(?:expanded )?(?:measurement )?uncertainty|unc\b|±|\+/-|mu|messunsicherheit).*",),
    ),
    (
        "claim",
        (r"(?:label(?:l?ed)?(?: claim| amount| content)?|claim(?:ed)?|declared.*)",),
    ),
    (
        "sample",
        (r"(?:sample|lot|batch|control)(?: ?(?:id|name|no\.?|number|#))?",),
    ),
    (
        "result",
        (
            (
                r"(?:test |analytical |final |measured |sample )?(?:results?|values?|found"
                r"|amounts?(?: found| per .*)?|conc(?:entration|\.)?|contents?|measured"
                r"|ergebnis(?:se)?|gehalt|assay|levels?|quantity|resultados?|r.sultats?|teneur"
                r"|contenido|hasil(?: uji)?|messwert|findings?"
                r"|count|mass|potency|wert|quantitation|reported|actual|as received|dry weight"
                r"|average|mean|mittelwert|promedio"
                r"|per serving.*|per (?:capsule|tablet|unit|container|bottle).*)(?: per .*"
                r"| \(?as (?:received|is)\)?)?"
            ),
        ),
    ),
    (
        "analyte",
        (
            (
                r"(?:(?:target )?analytes?|compounds?|assays?"
                r"|(?:kratom )?alkaloids?(?: profile| panel| name)?"
                r"|parameters?|tests?(?: name| performed| item| parameter)?|components?"
                r"|elements?|(?:heavy |trace )?metals?|names?|substances?|determinations?"
                r"|pesticides?|(?:residual )?solvents?|(?:micro-?)?organisms?|analysis|analyses"
                r"|wirkstoff|pr.fparameter|substanz|schwermetalle?|microbes?|microbiolog.*"
                r"|microbial.*|contaminants?|toxins?|mycotoxins?|item|potency|test description"
                r"|alkaloide?|heavy metals.*|residual solvents.*|pesticides.*|characteristics?"
                r"|attributes?|par.m.tr(?:o|e|os|es)|analitos?|parameter uji|jenis uji"
                r"|active|ingredients?|species|adulterants?|ensayos?|determinaci.n(?:es)?"
                r"|an.lisis|metales?(?: pesados)?|alcaloides?|untersuchung)"
            ),
        ),
    ),
)

# The left part is the name of the field in a certificate.
LABELS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "lot",
        (
            (
                r"(?:lot|batch|charge|chargen)(?: ?/ ?(?:lot|batch))?(?:-| )?(?:id|no\.?|number"
                r"|num\.?|code|nr\.?|#)?(?: ?#)?"
            ),
            r"lote(?: ?n[º°o]\.?)?",
        ),
    ),
    (
        "sample",
        (
            r"(?:lab(?:oratory)? )?sample(?: ?(?:id|no\.?|number|#|code))",
            r"probe(?:n)?(?:-| )?(?:nr\.?|nummer)",
            r"lab id",
            r"laboratory id",
            r"accession(?: no\.?| number| #)?",
        ),
    ),
    (
        "product",
        (
            r"product(?: ?(?:name|description))?",
            r"sample(?: ?(?:name|description))",
            r"item(?: name| description)?",
            r"produkt(?:name)?",
            r"strain",
            r"material(?: name)?",
            r"probenbezeichnung",
            r"sample",
        ),
    ),
    (
        "brand",
        (
            r"brand(?: name)?",
            r"marke",
        ),
    ),
    (
        "form",
        (
            r"(?:product |sample )?(?:matrix|form|type)",
            r"sample matrix",
            r"dosage form",
        ),
    ),
    (
        "laboratory",
        (
            r"(?:testing )?lab(?:oratory)?(?: name)?",
            r"tested (?:by|at)",
            r"labor",
        ),
    ),
    (
        "accreditation",
        (
            (
                r"(?:iso(?:/iec)? ?17025(?::\d{4})?(?: accreditation)?(?: ?(?:no\.?|number|#"
                r"|cert(?:ificate)?(?: no\.?| #)?))?)"
            ),
            r"accreditation(?: ?(?:no\.?|number|#|body|cert(?:ificate)?))?",
            r"akkreditierung(?:snummer)?",
        ),
    ),
    (
        "client",
        (
            r"client",
            r"customer",
            r"submitted by",
            r"prepared for",
            r"manufacturer",
            r"kunde",
            r"cliente",
            r"auftraggeber",
            r"company",
        ),
    ),
    (
        "received",
        (
            r"(?:date )?received(?: date| on)?",
            r"receipt date",
            r"date of receipt",
            r"(?:proben)?eingang(?:sdatum)?",
            r"(?:date de )?r.ception",
            r"fecha de recepci.n",
            r"received",
        ),
    ),
    (
        "tested",
        (
            r"(?:date )?(?:test(?:ed|ing)|analy[sz]ed|completed|of analysis)(?: date| on)?",
            r"test(?:ing)? date",
            r"analysis date",
            r"date of (?:testing|analysis|completion)",
            r"completion date",
            r"test completed",
            r"date of testing completion",
            r"pr.fdatum",
            r"fecha de (?:ensayo|an.lisis)",
            r"analysis completed",
        ),
    ),
    (
        "reported",
        (
            r"(?:date )?(?:reported|issued|of issue|of report)(?: date| on)?",
            r"report date",
            r"date of (?:report|issue)",
            r"issue date",
            r"released",
            r"date",
            r"(?:test )?report",
            r"berichtsdatum",
            r"fecha de (?:emisi.n|informe)",
            r"(?:ausgabe|ausstellungs)datum",
            r"datum",
            r"published",
            r"coa date",
        ),
    ),
    (
        "expires",
        (
            r"expir(?:y|ation|es)(?: date| on)?",
            r"best (?:before|by)(?: date)?",
            r"use by",
            r"retest date",
            r"exp\.?(?: date)?",
        ),
    ),
    (
        "method",
        (
            r"(?:test )?methods?(?: used| of analysis| reference)?",
            r"methode",
        ),
    ),
    (
        "serving",
        (
            r"serving size",
            r"portion size",
            r"portion",
        ),
    ),
    (
        "unit_mass",
        (
            (
                r"(?:(?:average|avg\.?|mean) )?(?:unit|capsule|tablet|gummy|fill) (?:fill )?"
                r"(?:weight|mass)"
                r"|(?:average|mean|net|fill) (?:weight|mass) per (?:capsule|tablet|unit|gummy)"
            ),
            r"(?:weight|mass) per (?:capsule|tablet|unit|gummy)",
        ),
    ),
    (
        "units_per_serving",
        (r"(?:units|capsules|tablets|gummies) per serving",),
    ),
    (
        "units_per_container",
        (
            r"(?:units|capsules|tablets|gummies) per (?:container|bottle|package)",
            r"(?:capsule|tablet|unit) count",
        ),
    ),
    (
        "density",
        (
            r"density",
            r"specific gravity",
            r"dichte",
        ),
    ),
    (
        "signed_by",
        (
            r"(?:approved|authori[sz]ed|signed|released|reviewed)(?: by)?",
            r"signatory",
            r"lab(?:oratory)? director",
            r"quality manager",
        ),
    ),
)
