"""Who hears complaints, by region. An operator's own authority, where it is another, is said in the policy."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from privacy.declared.terms import Region


@dataclass(frozen=True, slots=True)
class Authority:
    name: str
    page: str


AUTHORITIES: Final[Mapping[Region, tuple[Authority, ...]]] = {
    Region.GDPR: (
        Authority(
            "the data protection authority of the country you live in",
            "https://www.edpb.europa.eu/about-edpb/about-edpb/members_en",
        ),
        Authority(
            "in the United Kingdom: the Information Commissioner's Office", "https://ico.org.uk/make-a-complaint/"
        ),
    ),
    Region.CCPA: (
        Authority("the California Privacy Protection Agency", "https://cppa.ca.gov/webapplications/complaint"),
    ),
    Region.PDPA: (
        Authority("in Singapore: the Personal Data Protection Commission", "https://www.pdpc.gov.sg/"),
        Authority("in Malaysia: the Personal Data Protection Commissioner", "https://www.pdp.gov.my/"),
    ),
}
