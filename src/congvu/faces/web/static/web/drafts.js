// What is typed in a form marked data-keep stays in this tab until the server has it: a lost connection loses nothing.
// The form's key is kept with it, so that what arrived after all is not recorded a second time. Another person in the
// same tab finds nothing.
const STORE = "congvu-drafts";
const ME = document.getElementById("cv-kept").dataset.person;
const TYPED = "textarea, select, input:not([type=hidden], [type=file], [type=password], [type=submit])";

function drafts() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(STORE));
    return kept?.me === ME ? kept.all : {};
  } catch {
    return {};
  }
}

function store(all) {
  try {
    sessionStorage.setItem(STORE, JSON.stringify({ me: ME, all }));
  } catch {
    // no room or not allowed: the page works without
  }
}

const place = (form) => new URL(form.action, location.href).pathname;
const isChoice = (one) => one.type === "radio" || one.type === "checkbox";
const changed = (one) => {
  if (isChoice(one)) return one.checked !== one.defaultChecked;
  if (one.tagName !== "SELECT") return one.value !== one.defaultValue;
  return one.selectedIndex > 0;
};

function keep(form, sent) {
  const fields = [...form.querySelectorAll(TYPED)].filter((one) => one.name && changed(one));
  const all = drafts();
  all[place(form)] = {
    sent,
    key: form.elements.key?.value,
    fields: fields.map((one) => [one.name, one.value, isChoice(one) && one.checked]),
  };
  store(all);
}

function give(form, draft) {
  const told = draft.fields.filter(([, value]) => value);
  for (const [name, value, checked] of told) {
    for (const one of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (isChoice(one)) one.checked = one.value === value ? checked : one.checked;
      else if (!changed(one)) one.value = value;
    }
  }
  if (draft.sent && draft.key && form.elements.key) form.elements.key.value = draft.key;
  if (told.length) document.getElementById("cv-kept").hidden = false;
}

const came = performance.getEntriesByType("navigation")[0]?.type;
const onward = came === "navigate" && document.referrer.startsWith(location.origin);
const all = drafts();
for (const [path, draft] of Object.entries(all)) {
  // a page of ours that follows a sending is the server's answer
  if (draft.sent && onward && path !== location.pathname) delete all[path];
}
store(all);

for (const form of document.querySelectorAll("form[data-keep]")) {
  const draft = all[place(form)];
  const refused = draft && form.elements.key?.value === draft.key; // it came back with everything typed
  if (draft && !refused) give(form, draft);
  form.addEventListener("input", () => keep(form, false));
  form.addEventListener("submit", (event) => {
    keep(form, navigator.onLine);
    if (navigator.onLine) return;
    event.preventDefault();
    const lost = document.getElementById("cv-lost");
    lost.hidden = false;
    lost.focus();
  });
}
