//! Forms of the plain pages: every field has a label, and keeps what was typed when the form comes back.

use std::collections::BTreeMap;

use leptos::prelude::*;
use serde::Deserialize;

use super::Word;

/// What a form was sent with. It may hold a number: it has no `Debug`.
#[derive(Clone, Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct Entered(BTreeMap<String, String>);

impl Entered {
    /// A field's text without blanks around it; empty where there is none.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |text| text.trim())
    }

    /// A field's value.
    ///
    /// # Errors
    /// A sentence that names the field by its label.
    pub(crate) fn read<T>(
        &self,
        name: &str,
        label: &str,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Result<T, Word> {
        match self.text(name) {
            "" => Err(Word::wrong(format!("{label} is missing."))),
            text => read(text).map_err(|why| Word::wrong(format!("{label} {why}."))),
        }
    }

    /// The value of a field that may be left empty.
    ///
    /// # Errors
    /// As [`Entered::read`].
    pub(crate) fn read_if<T>(
        &self,
        name: &str,
        label: &str,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Option<T>, Word> {
        if self.text(name).is_empty() { Ok(None) } else { self.read(name, label, read).map(Some) }
    }
}

/// A form that came back because it will not do.
#[derive(Clone)]
pub(crate) struct Refused {
    /// Which form of the page: where it was sent.
    pub(crate) form: &'static str,
    pub(crate) entered: Entered,
}

/// The fields of one form of a page.
pub(crate) struct Fields {
    form: &'static str,
    typed: Entered,
}

impl Fields {
    /// `refused` is whichever form came back: its text is this form's only if it is the same one.
    pub(crate) fn of(form: &'static str, refused: Option<&Refused>) -> Self {
        let typed = refused.filter(|refused| refused.form == form).map(|refused| refused.entered.clone());
        Self { form, typed: typed.unwrap_or_default() }
    }

    /// With what was typed, whatever the form.
    pub(crate) fn with(form: &'static str, typed: Entered) -> Self {
        Self { form, typed }
    }

    fn id(&self, name: &str) -> String {
        format!("{}-{name}", self.form)
    }

    fn value(&self, name: &str, otherwise: &str) -> String {
        self.typed.0.get(name).map_or(otherwise, String::as_str).to_owned()
    }

    /// A line of text; `kind` is the input's type.
    pub(crate) fn line(&self, kind: &'static str, name: &'static str, label: &'static str) -> Field {
        Field { kind, name, label, hint: "", needed: true, id: self.id(name), value: self.value(name, "") }
    }

    /// One of several, by name; the words are for people.
    pub(crate) fn choice(
        &self,
        name: &'static str,
        label: &'static str,
        chosen: &str,
        options: impl IntoIterator<Item = (String, String)>,
    ) -> AnyView {
        let (id, chosen) = (self.id(name), self.value(name, chosen));
        let options = options.into_iter().map(|(value, words)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{words}</option> }
        });
        let options = options.collect::<Vec<_>>();
        view! {
            <div class="field">
                <label for=id.clone()>{label}</label>
                <select id=id name=name>{options}</select>
            </div>
        }
        .into_any()
    }

    /// A box to tick: `yes` where it is.
    pub(crate) fn check(&self, name: &'static str, label: &'static str) -> AnyView {
        let (id, same) = (self.id(name), self.id(name));
        let checked = self.value(name, "") == "yes";
        view! {
            <label class="check" for=id>
                <input type="checkbox" id=same name=name value="yes" checked=checked/>
                {label}
            </label>
        }
        .into_any()
    }
}

/// One line of text.
pub(crate) struct Field {
    kind: &'static str,
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    needed: bool,
    id: String,
    value: String,
}

impl Field {
    /// It may stay empty.
    pub(crate) fn optional(mut self) -> Self {
        self.needed = false;
        self
    }

    /// What helps to fill it in.
    pub(crate) fn hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }

    /// What stands in it as long as nothing was typed.
    pub(crate) fn or(mut self, value: impl Into<String>) -> Self {
        if self.value.is_empty() {
            self.value = value.into();
        }
        self
    }

    /// As it stands in the form.
    pub(crate) fn view(self) -> AnyView {
        let Self { kind, name, label, hint, needed, id, value } = self;
        let hint_id = format!("{id}-hint");
        let described = (!hint.is_empty()).then(|| hint_id.clone());
        let hint = (!hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{hint}</p> });
        view! {
            <div class="field">
                <label for=id.clone()>{label}</label>
                <input
                    type=kind
                    id=id
                    name=name
                    value=value
                    required=needed
                    autocomplete="off"
                    aria-describedby=described
                />
                {hint}
            </div>
        }
        .into_any()
    }
}

/// A number that travels with a form, and in no address.
pub(crate) fn hidden(name: &'static str, value: impl Into<String>) -> AnyView {
    view! { <input type="hidden" name=name value=value.into()/> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entered(name: &str, text: &str) -> Entered {
        Entered(BTreeMap::from([(name.to_owned(), text.to_owned())]))
    }

    #[test]
    fn a_form_keeps_its_own_text_and_no_other_forms() {
        let refused = Refused { form: "consent", entered: entered("evidence", "<b>\"x\"") };
        let html =
            |form| Fields::of(form, Some(&refused)).line("text", "evidence", "Evidence").view().to_html();
        assert!(html("consent").contains("value=\"&lt;b&gt;&quot;x&quot;\""), "{}", html("consent"));
        assert!(!html("override").contains("x&quot;"));
    }

    #[test]
    fn a_field_is_named_in_the_sentence_about_it() {
        let day = |text: &str| entered("on", text).read("on", "The last day", crate::typed::day);
        assert_eq!(day(" ").unwrap_err().sentence, "The last day is missing.");
        assert_eq!(day("soon").unwrap_err().sentence, "The last day is no day such as 2026-11-20.");
        assert!(day("2026-11-20").is_ok());
        assert!(entered("on", "").read_if("on", "Day", crate::typed::day).unwrap().is_none());
    }
}
