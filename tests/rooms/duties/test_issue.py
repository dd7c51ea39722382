from tests.office import Office

from congvu.kernel.duties.models import Duty, Holding


def test_an_issued_duty_has_a_holder_at_once(office: Office) -> None:
    duty = Duty.objects.get(pk=office.given_duty("lan"))
    assert (duty.state, duty.holder_id, duty.seq) == ("assigned", office["lan"].pk, 1)
    assert Holding.objects.filter(duty=duty, person=office["lan"], ended_at=None).count() == 1
