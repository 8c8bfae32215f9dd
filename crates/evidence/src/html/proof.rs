//! How the pack proves itself.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::Attachment;
use super::markup::Markup;
use crate::Sealed;

pub(super) fn write(page: &mut Markup, sealed: &Sealed, attachment: Attachment) {
    let pack = sealed.pack();
    let report = sealed.report();
    page.raw("<section><h2>Proof</h2><p class=\"");
    page.raw(if report.holds() { "good" } else { "bad" });
    page.raw("\">When this document was made: ").text(report.to_string()).raw("</p>");
    page.raw(
        "<p>The pack itself is a JSON file. Each row in it carries the bytes that were hashed when it was written and the \
         hash of the row before, so that a changed row shows. To verify the file, without a server or an account:</p>",
    );
    page.raw("<pre>twoleg evidence verify ").text(sealed.file_stem()).raw(".json</pre>");
    page.raw(
        "<p>With <code>--against-store</code> it is also held against the call log that it came from: that each row \
         stands there, that none about this number was left out, and that the log knows this pack. A hash chain shows \
         that rows were changed after others were written behind them; it cannot show that a row was true.</p>",
    );
    save(page, sealed, attachment);
    page.raw("<h3>Logs when the pack was made</h3>").columns(["Log", "Rows", "Hash of the last row"]);
    let shown: BTreeSet<&str> = pack.rows.iter().map(|row| row.says.chain.as_str()).collect();
    for head in pack.chains.iter().filter(|head| shown.contains(head.chain.as_str())) {
        page.cells([&head.chain, &head.rows.to_string(), &head.hash]);
    }
    page.end_table();
    let others =
        pack.chains.len() - pack.chains.iter().filter(|head| shown.contains(head.chain.as_str())).count();
    if others > 0 {
        page.raw("<p class=\"quiet\">And ")
            .text(others.to_string())
            .raw(" without rows of this number, in the file.</p>");
    }
    page.raw("<h3>Rows</h3>").columns(["Log", "Row", "Hash before", "Hash"]);
    for row in &pack.rows {
        page.cells([&row.says.chain, &row.says.seq.to_string(), &row.prev, &row.hash]);
    }
    page.end_table().raw("</section>");
}

fn save(page: &mut Markup, sealed: &Sealed, attachment: Attachment) {
    if attachment == Attachment::Inline {
        page.raw("<p class=\"screen\"><a download=\"").text(sealed.file_stem());
        page.raw(".json\" href=\"data:application/json;base64,").text(STANDARD.encode(sealed.json()));
        page.raw("\">Save the pack as JSON</a></p>");
    }
}
