//! What the CRM holds, as HTML: the calls and tasks that were written, and the leads with their phones.

use serde_json::Value;

use super::html::{each, escape, link, plain};
use super::phones;

/// Call activities and tasks, each with all its fields.
pub(super) fn written(held: &Value) -> String {
    let list = |key: &str| held.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let cards = |key: &str, none: &str| -> String {
        let items = list(key);
        if items.is_empty() {
            return format!("<p class=quiet>{none}</p>");
        }
        each(items, |item| card(item, held))
    };
    let native = each(list("native_tasks"), native_task);
    format!(
        "<div data-live=holds><h3>Call activities</h3>{}<h3>Tasks</h3>{}{native}</div>",
        cards("activities", "None yet: finish a call with a disposition."),
        cards("tasks", "None yet: a disposition such as Voicemail makes one."),
    )
}

fn card(item: &Value, held: &Value) -> String {
    let text = |key: &str| item.get(key).and_then(Value::as_str).unwrap_or_default();
    // In the app's order: `simple` is an object, and has none.
    let labels = item.get("fields").and_then(Value::as_array).into_iter().flatten();
    let labels = labels.filter_map(|field| field.get("label").and_then(Value::as_str));
    let rows = each(labels, |label| {
        let value = item.get("simple").and_then(|simple| simple.get(label)).unwrap_or(&Value::Null);
        format!("<dt>{}</dt><dd>{}</dd>", escape(label), value_html(value, held))
    });
    let external = match text("external_id") {
        "" => String::new(),
        id => format!(" · {}", escape(id)),
    };
    format!(
        "<article class=card><h4>{}</h4><p class=quiet>{}{external}</p><dl class=fields>{rows}</dl></article>",
        link(text("link"), &plain(text("title"))),
        escape(&format!("{} UTC", text("created_on"))),
    )
}

/// A value as text; an item id as a link to the lead that has it, a URL as a link.
fn value_html(value: &Value, held: &Value) -> String {
    match value {
        Value::String(text) if text.starts_with("http") => link(text, text),
        Value::String(text) => escape(&plain(text)).replace('\n', "<br>"),
        Value::Array(values) => {
            values.iter().map(|value| value_html(value, held)).collect::<Vec<_>>().join(", ")
        }
        Value::Number(number) => {
            let leads = held.get("leads").and_then(Value::as_array);
            let lead = leads.into_iter().flatten().find(|lead| lead.get("item_id") == Some(value));
            let text = |lead: &Value, key: &str| lead.get(key).and_then(Value::as_str).map(str::to_owned);
            lead.and_then(|lead| Some(link(&text(lead, "link")?, &plain(&text(lead, "title")?))))
                .unwrap_or_else(|| number.to_string())
        }
        other => escape(&other.to_string()),
    }
}

fn native_task(task: &Value) -> String {
    let text = |path: &str| task.pointer(path).and_then(Value::as_str).unwrap_or_default();
    format!(
        "<article class=card id=\"task-{}\"><h4>{}</h4><p class=quiet>Native task, {}</p>\
         <dl class=fields><dt>Due</dt><dd>{}</dd><dt>On</dt><dd>{}</dd></dl></article>",
        task.get("task_id").unwrap_or(&Value::Null),
        escape(text("/text")),
        escape(text("/status")),
        escape(text("/due_date")),
        link(text("/ref/link"), &plain(text("/ref/title"))),
    )
}

pub(super) fn leads(held: &Value) -> String {
    let leads = held.get("leads").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let rows = each(leads, |lead| {
        let id = lead.get("item_id").and_then(Value::as_u64).unwrap_or_default();
        let text = |path: &str| lead.pointer(path).and_then(Value::as_str).unwrap_or_default();
        format!(
            "<li><p><a href=\"/workspace?item_id={id}\"><b>{}</b></a> <span class=quiet>{} · {}</span></p>{}</li>",
            escape(&plain(text("/title"))),
            link(text("/link"), text("/app_item_id_formatted")),
            escape(text("/simple/Lead Type")),
            phones_of(lead),
        )
    });
    format!("<ul class=leads>{rows}</ul>")
}

fn phones_of(lead: &Value) -> String {
    let fields = lead.get("fields").and_then(Value::as_array);
    let phones =
        fields.into_iter().flatten().filter(|field| field.get("type") == Some(&Value::from("phone")));
    let values = phones.flat_map(|field| field.get("values").and_then(Value::as_array).into_iter().flatten());
    let texts = values.filter_map(|value| value.get("value").and_then(Value::as_str));
    let rows =
        each(texts, |text| format!("<li><b>{}</b> {}</li>", escape(&plain(text)), phones::of_text(text)));
    if rows.is_empty() {
        "<p class=quiet>No phone.</p>".to_owned()
    } else {
        format!("<ul class=phones>{rows}</ul>")
    }
}
