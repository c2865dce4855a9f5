"""Writes a bill of materials of the program as CycloneDX 1.6: what is linked into it, and what it takes from the system.

    bill_of_materials.py BUILT PACKED VERSION SWIFT

BUILT still says what it was made by; PACKED is the same program stripped, whose digest is given. SWIFT is the version of the compiler,
empty where somebody else compiled it. All else is read from the two programs, and what they do not tell is left out rather than guessed.
The bill is validated against its schema before it is written.
"""

import datetime
import hashlib
import os
import pathlib
import re
import sys
import uuid

from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from elftools.elf.dynamic import DynamicSection
from elftools.elf.elffile import ELFFile
from elftools.elf.gnuversions import GNUVerNeedSection

# What a shared library is part of, and its licence.
SHARED = {
    "libc.so": ("glibc", "LGPL-2.1-or-later"),
    "libm.so": ("glibc", "LGPL-2.1-or-later"),
    "libdl.so": ("glibc", "LGPL-2.1-or-later"),
    "libpthread.so": ("glibc", "LGPL-2.1-or-later"),
    "ld-linux": ("glibc", "LGPL-2.1-or-later"),
    "libgcc_s.so": ("libgcc", "GPL-3.0-or-later WITH GCC-exception-3.1"),
    "libstdc++.so": ("libstdc++", "GPL-3.0-or-later WITH GCC-exception-3.1"),
    "libz.so": ("zlib", "Zlib"),
}


def linked_components(built, needed, swift):
    """What is inside of the program, by the marks that each leaves in it."""

    def version(mark):
        found = re.search(mark + rb"(\d+(?:\.\d+)+)", built)
        return found and found[1].decode()

    # Debug information has the compiler's version too.
    swift = swift or version(rb"Swift version ") or version(rb"swift-")
    yield component("swift-standard-library", swift, "Apache-2.0 WITH Swift-exception", "static", [])
    zlib = version(rb"(?:in|de)flate ")
    if zlib:
        yield component("zlib", zlib, "Zlib", "static", [])
    if not any(name.startswith("libstdc++") for name in needed):
        compiler = version(rb"GCC: \([^)]*\) ")
        yield component("libstdc++", compiler, "GPL-3.0-or-later WITH GCC-exception-3.1", "static", [])


def shared_components(needed, versions):
    """What the program loads when it starts, with the newest versions of symbols that it asks for."""
    wanted = {}
    for library in needed:
        name, licence = next((SHARED[start] for start in SHARED if library.startswith(start)), (library, None))
        _, libraries, symbols = wanted.setdefault(name, (licence, [], set()))
        libraries.append(library)
        symbols.update(versions.get(library, ()))
    for name, (licence, libraries, symbols) in sorted(wanted.items()):
        properties = [Property(name="kpilint:library", value=library) for library in sorted(libraries)]
        families = {}
        for symbol in symbols:
            family, _, number = symbol.rpartition("_")
            if re.fullmatch(r"[\d.]+", number):
                families.setdefault(family, []).append(tuple(map(int, number.split("."))))
        for family, numbers in sorted(families.items()):
            newest = ".".join(map(str, max(numbers)))
            properties.append(Property(name="kpilint:newest-symbols", value=f"{family}_{newest}"))
        yield component(name, None, licence, "shared", properties)


def component(name, version, licence, how, properties):
    return Component(
        name=name, version=version, type=ComponentType.LIBRARY, bom_ref=f"{name}-{how}",
        licenses=[LicenseExpression(licence)] if licence else None,
        properties=[Property(name="kpilint:linked", value=how), *properties],
    )


def main(built_path, packed_path, version, swift):
    packed = pathlib.Path(packed_path).read_bytes()
    digest = hashlib.sha256(packed).hexdigest()
    with open(packed_path, "rb") as file:
        elf = ELFFile(file)
        dynamic = next(section for section in elf.iter_sections() if isinstance(section, DynamicSection))
        needed = [tag.needed for tag in dynamic.iter_tags("DT_NEEDED")]
        versions = {
            library.name: [one.name for one in symbols]
            for section in elf.iter_sections() if isinstance(section, GNUVerNeedSection)
            for library, symbols in section.iter_versions()
        }
    program = Component(
        name="kpilint", version=version, type=ComponentType.APPLICATION, bom_ref="kpilint",
        licenses=[LicenseExpression("Apache-2.0")],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest)],
    )
    parts = [*linked_components(pathlib.Path(built_path).read_bytes(), needed, swift), *shared_components(needed, versions)]
    bill = Bom(
        # One bill for one program: the same bytes have the same number.
        serial_number=uuid.uuid5(uuid.NAMESPACE_URL, f"kpilint:{digest}"),
        metadata=BomMetaData(
            component=program,
            timestamp=datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc),
        ),
        components=parts,
    )
    bill.register_dependency(program, parts)
    text = JsonV1Dot6(bill).output_as_string(indent=2)
    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if fault:
        sys.exit(f"the bill of materials breaks its schema: {fault}")
    print(text)


if __name__ == "__main__":
    main(*sys.argv[1:])
