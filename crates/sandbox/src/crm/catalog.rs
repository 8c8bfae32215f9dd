//! The account's apps and their fields, read from `seeds/apps.json`.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::CrmError;
use super::config::{AppKey, PodioConfig};

const APPS: &str = include_str!("../../seeds/apps.json");

/// The account: its settings, its workspace, its three apps.
pub(super) struct Catalog {
    pub(super) account: Account,
    pub(super) space: Space,
    leads: App,
    activities: App,
    tasks: App,
}

/// What the users have in common, and the mail address of the one of the password grant.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Account {
    #[serde(default)]
    pub(super) mail: String,
    pub(super) timezone: String,
    pub(super) locale: String,
}

/// The workspace that the apps are in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Space {
    #[serde(rename = "space_id")]
    pub(super) id: u64,
    pub(super) org_id: u64,
    pub(super) name: String,
    pub(super) url_label: String,
}

/// An app of the account, with the id and token that the configuration gives it.
#[derive(Debug, Clone)]
pub(super) struct App {
    pub(super) id: u64,
    pub(super) token: String,
    pub(super) form: Form,
}

/// What an app looks like, whatever its id.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Form {
    pub(super) name: String,
    pub(super) item_name: String,
    pub(super) url_label: String,
    #[serde(default)]
    pub(super) item_id_prefix: String,
    #[serde(default)]
    pub(super) item_id_padding: usize,
    pub(super) fields: Vec<Field>,
}

/// One field of an app.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Field {
    #[serde(rename = "field_id")]
    pub(super) id: u64,
    pub(super) external_id: String,
    #[serde(rename = "type")]
    pub(super) kind: Kind,
    pub(super) label: String,
    #[serde(default)]
    pub(super) required: bool,
    /// A field that was deleted in the app keeps its id, and takes no values.
    #[serde(default)]
    pub(super) deleted: bool,
    #[serde(default)]
    pub(super) settings: Value,
}

/// The types of fields that the sandbox knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    Text,
    Category,
    Number,
    Money,
    Date,
    Duration,
    Phone,
    Email,
    Location,
    App,
    Embed,
    Progress,
    Calculation,
}

/// One option of a category.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct CategoryOption {
    pub(super) id: u64,
    pub(super) text: String,
    pub(super) status: String,
    pub(super) color: String,
}

impl Field {
    /// A category's options; none for other types.
    pub(super) fn options(&self) -> Vec<CategoryOption> {
        self.settings.get("options").and_then(|options| Vec::deserialize(options).ok()).unwrap_or_default()
    }

    /// Whether the setting `name` is `true`.
    pub(super) fn is_set(&self, name: &str) -> bool {
        self.settings.get(name).and_then(Value::as_bool).unwrap_or(false)
    }

    /// The apps that a relationship may point into.
    pub(super) fn referenced_apps(&self) -> Vec<u64> {
        let apps = self.settings.get("referenced_apps").and_then(Value::as_array);
        apps.into_iter().flatten().filter_map(|app| app.get("app_id")?.as_u64()).collect()
    }

    /// The `config` of the field, in its app and in items.
    pub(super) fn config(&self) -> Value {
        json!({
            "label": self.label,
            "description": null,
            "delta": 0,
            "required": self.required,
            "unique": false,
            "visible": true,
            "hidden": false,
            "mapping": null,
            "default_value": null,
            "settings": self.settings,
        })
    }
}

impl App {
    /// The field that `key` (a field id or an external id) names.
    pub(super) fn field(&self, key: &str) -> Option<&Field> {
        let id = key.parse::<u64>().ok();
        self.form
            .fields
            .iter()
            .filter(|field| !field.deleted)
            .find(|field| Some(field.id) == id || field.external_id == key)
    }

    /// The number as people see it in the app: with its prefix and zeros.
    pub(super) fn formatted(&self, app_item_id: u64) -> String {
        format!("{}{app_item_id:0width$}", self.form.item_id_prefix, width = self.form.item_id_padding)
    }
}

impl Catalog {
    /// Reads the seed file and gives the apps the ids of `config`.
    pub(super) fn load(config: &PodioConfig) -> Result<Self, CrmError> {
        #[derive(Deserialize)]
        struct File {
            account: Account,
            space: Space,
            leads: Form,
            activities: Form,
            tasks: Form,
        }
        let file: File =
            serde_json::from_str(APPS).map_err(|error| CrmError::Seed(format!("apps.json: {error}")))?;
        let app = |key: &AppKey, mut form: Form| {
            for field in &mut form.fields {
                name_referenced_apps(&mut field.settings, config);
            }
            App { id: key.0, token: key.1.clone(), form }
        };
        Ok(Self {
            account: Account { mail: config.username.clone(), ..file.account },
            space: file.space,
            leads: app(&config.lead_app, file.leads),
            activities: app(&config.activity_app, file.activities),
            tasks: app(&config.task_app, file.tasks),
        })
    }

    pub(super) fn leads(&self) -> &App {
        &self.leads
    }

    pub(super) fn activities(&self) -> &App {
        &self.activities
    }

    pub(super) fn tasks(&self) -> &App {
        &self.tasks
    }

    pub(super) fn all(&self) -> [&App; 3] {
        [&self.leads, &self.activities, &self.tasks]
    }

    pub(super) fn app(&self, id: u64) -> Option<&App> {
        self.all().into_iter().find(|app| app.id == id)
    }
}

/// The seed file names apps by their role, because their ids come from the configuration.
fn name_referenced_apps(settings: &mut Value, config: &PodioConfig) {
    let Some(apps) = settings.get_mut("referenced_apps").and_then(Value::as_array_mut) else { return };
    for app in apps {
        let id = match app.as_str() {
            Some("leads") => config.lead_app.0,
            Some("activities") => config.activity_app.0,
            Some("tasks") => config.task_app.0,
            _ => continue,
        };
        *app = json!({ "app_id": id, "view_id": null });
    }
}
