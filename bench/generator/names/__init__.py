"""What seals and pages say: names of companies, authorities, people; purposes, numbers and dates."""

from bench.generator.names.authorities import authority
from bench.generator.names.characters import common_characters
from bench.generator.names.companies import company, english_company
from bench.generator.names.numbers import date_text, serial_number, tax_number
from bench.generator.names.people import person
from bench.generator.names.purposes import department_line, purpose, receipt_word

__all__ = [
    "authority",
    "common_characters",
    "company",
    "date_text",
    "department_line",
    "english_company",
    "person",
    "purpose",
    "receipt_word",
    "serial_number",
    "tax_number",
]
