"""What the standards ask of a log, written from their texts: XES (IEEE 1849-2016) as a schema for XML, OCEL 2.0 as a
JSON schema and as rules for its tables.
"""

XES = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="http://www.xes-standard.org/"
  targetNamespace="http://www.xes-standard.org/" elementFormDefault="qualified">
<xs:complexType name="value"><xs:group ref="attributes" minOccurs="0" maxOccurs="unbounded"/>
  <xs:attribute name="key" type="xs:Name" use="required"/></xs:complexType>
<xs:complexType name="text"><xs:complexContent><xs:extension base="value">
  <xs:attribute name="value" type="xs:string" use="required"/></xs:extension></xs:complexContent></xs:complexType>
<xs:complexType name="moment"><xs:complexContent><xs:extension base="value">
  <xs:attribute name="value" type="xs:dateTime" use="required"/></xs:extension></xs:complexContent></xs:complexType>
<xs:complexType name="whole"><xs:complexContent><xs:extension base="value">
  <xs:attribute name="value" type="xs:long" use="required"/></xs:extension></xs:complexContent></xs:complexType>
<xs:group name="attributes"><xs:choice><xs:element name="string" type="text"/><xs:element name="date" type="moment"/>
  <xs:element name="int" type="whole"/></xs:choice></xs:group>
<xs:complexType name="component"><xs:group ref="attributes" minOccurs="0" maxOccurs="unbounded"/></xs:complexType>
<xs:element name="log"><xs:complexType><xs:sequence>
  <xs:element name="extension" minOccurs="0" maxOccurs="unbounded"><xs:complexType>
    <xs:attribute name="name" type="xs:NCName" use="required"/>
    <xs:attribute name="prefix" type="xs:NCName" use="required"/>
    <xs:attribute name="uri" type="xs:anyURI" use="required"/></xs:complexType></xs:element>
  <xs:element name="global" minOccurs="0" maxOccurs="2"><xs:complexType><xs:complexContent>
    <xs:extension base="component"><xs:attribute name="scope" use="required"><xs:simpleType>
      <xs:restriction base="xs:NCName"><xs:enumeration value="trace"/><xs:enumeration value="event"/></xs:restriction>
    </xs:simpleType></xs:attribute></xs:extension></xs:complexContent></xs:complexType></xs:element>
  <xs:element name="classifier" minOccurs="0" maxOccurs="unbounded"><xs:complexType>
    <xs:attribute name="name" type="xs:string" use="required"/>
    <xs:attribute name="keys" type="xs:token" use="required"/>
    <xs:attribute name="scope" type="xs:NCName"/></xs:complexType></xs:element>
  <xs:group ref="attributes" minOccurs="0" maxOccurs="unbounded"/>
  <xs:element name="trace" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence>
    <xs:group ref="attributes" minOccurs="0" maxOccurs="unbounded"/>
    <xs:element name="event" type="component" minOccurs="0" maxOccurs="unbounded"/></xs:sequence></xs:complexType>
  </xs:element></xs:sequence>
  <xs:attribute name="xes.version" type="xs:decimal" use="required"/>
  <xs:attribute name="xes.features" type="xs:token"/></xs:complexType></xs:element>
</xs:schema>"""

_TEXT = {"type": "string", "minLength": 1}
_TIME = {"type": "string", "format": "date-time", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"}


def _listed(required: list[str], **properties: object) -> dict[str, object]:
    item = {"type": "object", "required": required, "additionalProperties": False, "properties": properties}
    return {"type": "array", "items": item}


_ATTRIBUTE_TYPES = _listed(
    ["name", "type"], name=_TEXT, type={"enum": ["string", "time", "integer", "float", "boolean"]}
)
_TOUCHES = _listed(["objectId", "qualifier"], objectId=_TEXT, qualifier=_TEXT)
_VALUE = {"type": ["string", "number", "boolean"]}
OCEL = {
    "type": "object",
    "required": ["objectTypes", "eventTypes", "objects", "events"],
    "additionalProperties": False,
    "properties": {
        "objectTypes": _listed(["name", "attributes"], name=_TEXT, attributes=_ATTRIBUTE_TYPES),
        "eventTypes": _listed(["name", "attributes"], name=_TEXT, attributes=_ATTRIBUTE_TYPES),
        "objects": _listed(
            ["id", "type"], id=_TEXT, type=_TEXT, relationships=_TOUCHES,
            attributes=_listed(["name", "time", "value"], name=_TEXT, time=_TIME, value=_VALUE),
        ),
        "events": _listed(
            ["id", "type", "time", "relationships"], id=_TEXT, type=_TEXT, time=_TIME, relationships=_TOUCHES,
            attributes=_listed(["name", "value"], name=_TEXT, value=_VALUE),
        ),
    },
}  # fmt: skip


def faults_of_ocel(log: dict[str, list[dict[str, object]]]) -> list[str]:
    """What a schema cannot say: every type, object and attribute that is named is declared, and no id comes twice."""
    faults = []
    declared = {
        kind: {str(one["name"]): {a["name"]: a["type"] for a in one["attributes"]} for one in log[f"{kind}Types"]}  # type: ignore[attr-defined]
        for kind in ("object", "event")
    }
    ids = {str(one["id"]) for one in log["objects"]}
    for kind in ("object", "event"):
        rows = log[f"{kind}s"]
        if len({one["id"] for one in rows}) != len(rows):
            faults.append(f"{kind}: an id comes twice")
        for one in rows:
            known = declared[kind].get(str(one["type"]))
            if known is None:
                faults.append(f"{one['id']}: type {one['type']} is not declared")
                continue
            for attribute in one["attributes"]:  # type: ignore[attr-defined]
                wanted = {"integer": int, "float": float, "boolean": bool}.get(known.get(attribute["name"], ""), str)
                if attribute["name"] not in known or not isinstance(attribute["value"], wanted):
                    faults.append(f"{one['id']}: attribute {attribute}")
            for touched in one["relationships"]:  # type: ignore[attr-defined]
                if touched["objectId"] not in ids:
                    faults.append(f"{one['id']}: no object {touched['objectId']}")
    return faults
