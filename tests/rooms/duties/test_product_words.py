"""What stands in a column as a key never reaches a person as one."""

import pytest
from tests.office import Office

from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.queries.sixro import six_ro
from congvu.kernel.duties.rules import PRODUCT_KINDS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", PRODUCT_KINDS)
def test_a_product_without_words_of_its_own_is_named_by_its_kind(office: Office, kind: str) -> None:
    duty = Duty.objects.get(pk=office.given_duty(product_kind=kind, product=""))
    product = next(row for row in six_ro(duty) if row.ro == "san_pham")
    assert product.value == PRODUCT_KINDS[kind]
