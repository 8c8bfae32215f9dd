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
        name: &'static str,
        label: &str,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Result<T, Word> {
        match self.text(name) {
            "" => Err(Word::wrong(format!("{label} is missing.")).about(name)),
            text => read(text).map_err(|why| Word::wrong(format!("{label} {why}.")).about(name)),
        }
    }

    /// The value of a field that may be left empty.
    ///
    /// # Errors
    /// As [`Entered::read`].
    pub(crate) fn read_if<T>(
        &self,
        name: &'static str,
        label: &str,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Option<T>, Word> {
        if self.text(name).is_empty() { Ok(None) } else { self.read(name, label, read).map(Some) }
    }

    /// A refusal that names no field is about the first of `needed` that was left empty, if one was.
    pub(crate) fn blamed(&self, word: Word, needed: &[&'static str]) -> Word {
        match needed.iter().copied().find(|name| self.text(name).is_empty()) {
            Some(name) => word.about(name),
            None => word,
        }
    }
}

/// A field that will not do, and why.
type Wrong = (&'static str, String);

/// A form that came back because it will not do.
#[derive(Clone)]
pub(crate) struct Refused {
    /// Which form of the page: where it was sent.
    form: &'static str,
    entered: Entered,
    wrong: Option<Wrong>,
}

impl Refused {
    /// `word` says why.
    pub(crate) fn of(form: &'static str, entered: Entered, word: &Word) -> Self {
        Self { form, entered, wrong: word.wrong_field() }
    }
}

/// The fields of one form of a page.
pub(crate) struct Fields {
    form: &'static str,
    typed: Entered,
    wrong: Option<Wrong>,
}

impl Fields {
    /// `refused` is whichever form came back: its text is this form's only if it is the same one.
    pub(crate) fn of(form: &'static str, refused: Option<&Refused>) -> Self {
        let refused = refused.filter(|refused| refused.form == form);
        let typed = refused.map(|refused| refused.entered.clone()).unwrap_or_default();
        Self { form, typed, wrong: refused.and_then(|refused| refused.wrong.clone()) }
    }

    /// With what was typed, whatever the form; `word` is what the page says of it.
    pub(crate) fn with(form: &'static str, typed: Entered, word: Option<&Word>) -> Self {
        Self { form, typed, wrong: word.and_then(Word::wrong_field) }
    }

    fn id(&self, name: &str) -> String {
        format!("{}-{name}", self.form)
    }

    fn value(&self, name: &str, otherwise: &str) -> String {
        self.typed.0.get(name).map_or(otherwise, String::as_str).to_owned()
    }

    /// Why a field will not do, if it is the one.
    fn why_not(&self, name: &str) -> Option<String> {
        self.wrong.as_ref().filter(|(wrong, _)| *wrong == name).map(|(_, why)| why.clone())
    }

    /// A line of text; `kind` is the input's type.
    pub(crate) fn line(&self, kind: &'static str, name: &'static str, label: &'static str) -> Field {
        Field {
            kind,
            name,
            label,
            hint: "",
            needed: true,
            id: self.id(name),
            value: self.value(name, ""),
            why_not: self.why_not(name),
        }
    }

    /// One of several, by name; the words are for people. Where the first has no name, one of the others must be chosen.
    pub(crate) fn choice(
        &self,
        name: &'static str,
        label: &'static str,
        chosen: &str,
        options: impl IntoIterator<Item = (String, String)>,
    ) -> AnyView {
        let (id, chosen) = (self.id(name), self.value(name, chosen));
        let options: Vec<_> = options.into_iter().collect();
        let needed = options.first().is_some_and(|(value, _)| value.is_empty());
        let options = options.into_iter().map(|(value, words)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{words}</option> }
        });
        let options = options.collect::<Vec<_>>();
        let why_not = self.why_not(name);
        let wrong = why_not.is_some();
        let (described, below) = below(&id, why_not, "");
        view! {
            <div class="field">
                <label for=id.clone()>{label}</label>
                <select
                    id=id
                    name=name
                    required=needed
                    aria-invalid=wrong.then_some("true")
                    aria-describedby=described
                    autofocus=wrong
                >
                    {options}
                </select>
                {below}
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
    why_not: Option<String>,
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

    /// As it stands in the form. The one that will not do is where the browser goes when the form comes back.
    pub(crate) fn view(self) -> AnyView {
        let Self { kind, name, label, hint, needed, id, value, why_not } = self;
        let wrong = why_not.is_some();
        let (described, below) = below(&id, why_not, hint);
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
                    aria-invalid=wrong.then_some("true")
                    aria-describedby=described
                    autofocus=wrong
                />
                {below}
            </div>
        }
        .into_any()
    }
}

/// What stands below a field: why it will not do, and what helps to fill it in. The ids of both are for the field.
fn below(field: &str, why_not: Option<String>, hint: &'static str) -> (Option<String>, AnyView) {
    let (why_id, hint_id) = (format!("{field}-why"), format!("{field}-hint"));
    let mut ids = Vec::new();
    if why_not.is_some() {
        ids.push(why_id.clone());
    }
    if !hint.is_empty() {
        ids.push(hint_id.clone());
    }
    let why_not = why_not.map(|why| view! { <p class="field-error" id=why_id>{why}</p> });
    let hint = (!hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{hint}</p> });
    let described = (!ids.is_empty()).then(|| ids.join(" "));
    (described, view! { {why_not}{hint} }.into_any())
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
        let refused = Refused::of("consent", entered("evidence", "<b>\"x\""), &Word::wrong("No."));
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

    #[test]
    fn the_field_that_will_not_do_is_marked_and_no_other() {
        let entered = entered("agent", "");
        let word = entered.read("agent", "The person", |_| Ok(())).unwrap_err();
        let refused = Refused::of("training", entered, &word);
        let fields = Fields::of("training", Some(&refused));
        let people = [(String::new(), "Choose a person".to_owned())];
        let html = fields.choice("agent", "Who", "", people.clone()).to_html();
        for words in [
            "aria-invalid=\"true\"",
            "aria-describedby=\"training-agent-why\"",
            " autofocus",
            " required",
            "id=\"training-agent-why\"",
            "The person is missing.",
        ] {
            assert!(html.contains(words), "{words}: {html}");
        }
        let others = [
            fields.line("date", "on", "Passed on").view().to_html(),
            Fields::of("end-sessions", Some(&refused)).choice("agent", "Whose", "", people).to_html(),
        ];
        for html in others {
            assert!(!html.contains("aria-") && !html.contains("autofocus"), "{html}");
        }
    }

    #[test]
    fn a_field_that_will_not_do_keeps_its_hint() {
        let word = Word::wrong("No.").about("states");
        let field = Fields::with("form", Entered::default(), Some(&word)).line("text", "states", "States");
        let html = field.hint("Letters").view().to_html();
        assert!(html.contains("aria-describedby=\"form-states-why form-states-hint\""), "{html}");
    }

    #[test]
    fn the_first_that_was_left_empty_is_to_blame_where_the_refusal_names_none() {
        let entered = entered("reason", "Why");
        let blamed = |word: Word, needed: &[&'static str]| {
            entered.blamed(word, needed).wrong_field().map(|(field, _)| field)
        };
        assert_eq!(blamed(Word::wrong("No."), &["reason", "evidence"]), Some("evidence"));
        assert_eq!(blamed(Word::wrong("No."), &["reason"]), None);
        assert_eq!(blamed(Word::wrong("No.").about("rule"), &["evidence"]), Some("rule"));
    }
}
