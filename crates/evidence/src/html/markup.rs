//! Writing HTML in which nothing but our own words can be markup.

/// A document that is being written. Markup is a constant of this program; everything else is text, and is escaped.
#[derive(Default)]
pub(super) struct Markup(String);

impl Markup {
    /// Our own markup.
    pub(super) fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Somebody's text, for the content of an element or between the quotes of an attribute.
    pub(super) fn text(&mut self, text: impl AsRef<str>) -> &mut Self {
        html_escape::encode_safe_to_string(text.as_ref(), &mut self.0);
        self
    }

    /// A line of a list of facts.
    pub(super) fn fact(&mut self, name: &'static str, value: impl AsRef<str>) -> &mut Self {
        self.raw("<dt>").raw(name).raw("</dt><dd>").text(value).raw("</dd>")
    }

    /// A row of a table.
    pub(super) fn cells<const N: usize>(&mut self, cells: [&str; N]) -> &mut Self {
        self.raw("<tr>");
        for cell in cells {
            self.raw("<td>").text(cell).raw("</td>");
        }
        self.raw("</tr>")
    }

    /// The head of a table.
    pub(super) fn columns<const N: usize>(&mut self, names: [&'static str; N]) -> &mut Self {
        self.raw("<table><thead><tr>");
        for name in names {
            self.raw("<th scope=\"col\">").raw(name).raw("</th>");
        }
        self.raw("</tr></thead><tbody>")
    }

    pub(super) fn end_table(&mut self) -> &mut Self {
        self.raw("</tbody></table>")
    }

    pub(super) fn finish(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn text_never_becomes_markup(text in "\\PC{0,60}") {
            let mut page = Markup::default();
            page.text(&text);
            let written = page.finish();
            prop_assert!(!written.contains(['<', '>', '"', '\'']), "{}", written);
            prop_assert_eq!(html_escape::decode_html_entities(&written), text);
        }
    }
}
