"""What a company numbers its customers by: accounts, orders, tickets, members."""

from typing import Final

from privacy.recognisers.cues import Cued, characters_between, phrases

_EN = (
    "account number|account id|account|acct|account no|customer number|customer id|customer reference|"
    "client number|client id|member number|member id|membership number|membership|subscriber number|"
    "subscriber id|order number|order|order id|ticket number|ticket|ticket id|case number|case id|case|"
    "reference number|reference|"
    "policy|shipment|parcel|parcel number|booking reference|booking number|policy number|contract number|"
    "contract|invoice number|invoice|customer|reference code|confirmation number|tracking number|"
    "loyalty number|tenant id|service id|user id|meter number|order reference|case reference|"
    "count number|a count number|the count number|"  # what "account number" is heard as
    "work order|rma|rma number|acct number|circuit id"
)
_ES = "número de cliente|numero de cliente|número de cuenta|numero de cuenta|cuenta|pedido|referencia|contrato"

recognise: Final = Cued("ACCOUNT_ID", {"en": phrases(_EN), "es": phrases(_ES)}, characters_between(4, 24), firm=False)
