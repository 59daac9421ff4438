"""Which corpora there are, what of them is learned and what their inconsistencies are.

A corpus supervises only the classes it annotates; of the others its text says nothing. What was found to disagree:

- Families, complexes and domains of genes. BC2GM, BioRED, GNormPlus, NLM-Gene: families are genes here. Domains
  (DomainMotif), complexes (BioNLP13PC, which has NF-kappaB among them) and regulons are unsure. The BioNLP corpora and
  OSIRIS annotate single genes only, ChEBI any protein ("enzyme", "antibody"): the former weigh less, of the latter
  genes are not learned.
- JNLPBA calls "IL-2 gene" DNA where BC2GM calls it a gene: its DNA and RNA are classes of their own, unsure as genes.
- Cells. JNLPBA says "HeLa cells" in two of three cases, all others "HeLa": learned as it is, the text around tells.
  AnatEM and BioNLP13CG have one class for types, lines and "cell" itself: an auxiliary class `cell`. BioID calls
  primary cells (MEFs, fibroblasts) lines.
- People. LINNAEUS in the form of MTL, BioRED, tmVar3, BioNLP13CG and miRNA annotate "patients", "women"; S800, CRAFT
  and LINNAEUS in AIONER's form do not: where such a word is not annotated it is unsure.
- Cancer in AnatEM and BioNLP13CG is an auxiliary class: other diseases are not annotated there, and a tumour may be
  anatomy to one and disease to the other; pathological formations are unsure as anatomy.
- Variome calls "normal" and "affected" diseases; ChEBI calls "drug", "peptide" chemicals. Of the former diseases are
  not learned; the latter weighs little, as do patents (CEMP, GPRO).
- CRAFT's chemicals (roles, subatomic particles), proteins (no families) and diseases follow their ontologies, not
  texts: not learned.
"""

from dataclasses import dataclass, field
from typing import Literal

# Order of the model's outputs. The first eleven are classes of the engine, the others only help to learn.
CLASSES = (
    "gene", "disease", "chemical", "species", "cell_line", "cell_type", "variant", "anatomy", "cellular_component",
    "biological_process", "sequence_feature",
)  # fmt: skip
AUXILIARY = ("cell", "cancer", "dna", "rna")

Labels = dict[str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """`folders` with a class each: one text annotated in several files (HUNER). `held`: a tenth is held out as dev.

    `unsure`: labels that are no ground to learn a class either way. `weight` multiplies how often it is drawn.
    `form_of`: another form of a corpus that is learned from already; read for its dev split alone.
    """

    name: str
    kind: Literal["iob", "pubtator", "bioc", "standoff"]
    labels: Labels
    train: str = ""
    dev: str = ""
    unsure: dict[str, tuple[str, ...]] = field(default_factory=dict)
    folders: Labels = field(default_factory=dict)
    held: bool = False
    people_unsure: bool = False
    weight: float = 1.0
    form_of: str = ""

    @property
    def classes(self) -> tuple[str, ...]:
        found = {*self.labels.values(), *self.folders.values()}
        return tuple(name for name in (*CLASSES, *AUXILIARY) if name in found)


def _mtl(folder: str, labels: Labels, name: str = "", weight: float = 1.0, **more: object) -> Source:
    paths = (f"mtl-iob/{folder}/train/train.tsv.gz", f"mtl-iob/{folder}/dev/devel.tsv.gz")
    return Source(name or folder.lower(), "iob", labels, *paths, weight=weight, **more)  # type: ignore[arg-type]


def _aioner(file: str, name: str, labels: Labels, weight: float = 1.0, **more: object) -> Source:
    path = f"aioner/train/{file}.PubTator.gz"
    return Source(name, "pubtator", labels, path, held=True, weight=weight, **more)  # type: ignore[arg-type]


def _huner(name: str, folders: Labels, weight: float = 1.0, **more: object) -> Source:
    first = f"huner/{next(iter(folders))}"
    train, dev = f"{first}/train/train.tsv.gz", f"{first}/dev/devel.tsv.gz"
    return Source(name, "iob", {}, train, dev, folders=folders, weight=weight, **more)  # type: ignore[arg-type]


def _dev_only(name: str, folder: str, label: str, weight: float) -> Source:
    """No train split exists: a tenth of dev is held out, the others are learned from."""
    path = f"huner/{folder}/dev/devel.tsv.gz"
    return Source(name, "iob", {}, path, folders={folder: label}, held=True, weight=weight)


_ANATOMY = {
    **dict.fromkeys(
        ("Organ", "Tissue", "Multi-tissue_structure", "Organism_subdivision", "Anatomical_system",
         "Developing_anatomical_structure", "Immaterial_anatomical_entity", "Organism_substance"), "anatomy",
    ),
    "Cellular_component": "cellular_component", "Cell": "cell", "Cancer": "cancer",
}  # fmt: skip
_NO_ANATOMY = {"Cancer": ("anatomy",), "Pathological_formation": ("anatomy", "cancer")}
_NCBI = dict.fromkeys(("SpecificDisease", "Modifier", "DiseaseClass", "CompositeMention"), "disease")
_CDR = {"Chemical": "chemical", "Disease": "disease"}
_VARIANT = dict.fromkeys(
    ("DNAMutation", "ProteinMutation", "OtherMutation", "SNP", "AcidChange", "DNAAllele", "ProteinAllele"), "variant"
)

SOURCES = (
    # The corpora of TinyBERN2's table, and BioRED.
    _mtl("NCBI-disease", {"Disease": "disease"}, weight=4.0),
    _mtl("BC5CDR", _CDR, weight=5.0),
    Source("bc2gm", "iob", {"GENE": "gene"}, "bc2gm/train/train.tsv.gz", "bc2gm/dev/devel.tsv.gz", weight=6.0),
    Source(
        "jnlpba", "iob",
        {"PRGE": "gene", "CLTP": "cell_type", "CLLN": "cell_line", "DNA": "dna", "RNA": "rna"},
        "baderlab-bio/JNLPBA/train/train.tsv.gz", "baderlab-bio/JNLPBA/dev/valid.tsv.gz",
        unsure={"DNA": ("gene",), "RNA": ("gene",)},
    ),
    _mtl("linnaeus", {"Species": "species"}, weight=0.6),
    _aioner(
        "BioRED_TrainDev", "biored",
        {"Gene": "gene", "Disease": "disease", "Chemical": "chemical", "Species": "species", "Variant": "variant",
         "CellLine": "cell_line"},
        weight=6.0,
    ),
    # Further ones with a class or two.
    _aioner("GNormPlus_Train", "gnormplus", {"Gene": "gene", "FamilyName": "gene"}, unsure={"DomainMotif": ("gene",)}),
    _aioner("NLMgene_Train", "nlm-gene", {"Gene": "gene", "FamilyName": "gene"}, unsure={"DomainMotif": ("gene",)}),
    _aioner("tmVar3_Train", "tmvar3", _VARIANT, weight=1.5),
    _aioner("BioID_Train_revision", "bioid", {"CellLine": "cell_line"}, weight=0.3),
    _aioner("SPECIES_Train", "s800", {"Species": "species"}, people_unsure=True),
    _huner("cll", {"cell_line_cll": "cell_line"}, weight=2.0),
    _huner("gellus", {"cell_line_gellus": "cell_line"}, weight=0.7),
    # Anatomy, cells and what lies within.
    Source(
        "craft", "pubtator",
        {"CL": "cell_type", "UBERON": "anatomy", "SO": "sequence_feature", "GO_BP": "biological_process",
         "GO_CC": "cellular_component", "NCBITaxon": "species"},
        "craft/train/craft-train.pubtator.gz", "craft/dev/craft-dev.pubtator.gz", people_unsure=True, weight=0.7,
    ),
    Source(
        "anatem", "standoff", _ANATOMY, "anatem/train/standoff.tar.gz", "anatem/dev/standoff.tar.gz",
        unsure=_NO_ANATOMY,
    ),
    _mtl(
        "BioNLP13CG",
        {**_ANATOMY, "Gene_or_gene_product": "gene", "Simple_chemical": "chemical", "Organism": "species"},
        unsure={**_NO_ANATOMY, "Amino_acid": ("chemical", "gene")}, weight=0.7,
    ),
    # Single genes, from texts on their regulation.
    _mtl("BioNLP11EPI", {"Protein": "gene"}, weight=0.4),
    _mtl("Ex-PTM", {"Protein": "gene"}, weight=0.4),
    _mtl("BioNLP13GE", {"Protein": "gene"}, weight=0.4),
    _mtl(
        "BioNLP11ID", {"Protein": "gene", "Chemical": "chemical", "Organism": "species"},
        unsure={"Regulon-operon": ("gene",)}, weight=0.5,
    ),
    _mtl(
        "BioNLP13PC",
        {"Gene_or_gene_product": "gene", "Simple_chemical": "chemical", "Cellular_component": "cellular_component"},
        unsure={"Complex": ("gene",)}, weight=0.5,
    ),
    # What HUNER has and no other.
    _huner("mirna", {"gene_mirna": "gene", "disease_mirna": "disease", "species_mirna": "species"}, weight=0.7),
    _huner("scai-disease", {"disease_scai": "disease"}, weight=0.7),
    _huner("scai-chemical", {"chemical_scai": "chemical"}, weight=0.7),
    _huner("chebi", {"chemical_chebi": "chemical", "species_chebi": "species"}, weight=0.25, people_unsure=True),
    _huner("loctext", {"gene_loctext": "gene", "species_loctext": "species"}, weight=0.7, people_unsure=True),
    _huner("variome", {"gene_variome": "gene"}, weight=0.4),
    _huner("bioinfer", {"gene_bio_infer": "gene"}, weight=0.5),
    _huner("deca", {"gene_deca": "gene"}, weight=0.7),
    _huner("iepa", {"gene_iepa": "gene"}, weight=0.4),
    _huner("osiris", {"gene_osiris": "gene"}, weight=0.4),
    _dev_only("chemdner", "chemical_chemdner", "chemical", 0.8),
    _dev_only("cemp", "chemical_cemp", "chemical", 0.25),
    _dev_only("fsu", "gene_fsu", "gene", 0.6),
    _dev_only("gpro", "gene_gpro", "gene", 0.25),
    # Other forms, for figures by document.
    Source(
        "ncbi-disease-docs", "pubtator", _NCBI, "ncbi-disease/train/NCBItrainset_corpus.txt.gz",
        "ncbi-disease/dev/NCBIdevelopset_corpus.txt.gz", form_of="ncbi-disease",
    ),
    Source(
        "bc5cdr-docs", "pubtator", _CDR, "bc5cdr/train/CDR_TrainingSet.PubTator.txt.gz",
        "bc5cdr/dev/CDR_DevelopmentSet.PubTator.txt.gz", form_of="bc5cdr",
    ),
)  # fmt: skip
