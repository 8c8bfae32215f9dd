//! The start-up check: everything that would make a later write fail, found before an agent's first call.

use std::collections::BTreeMap;
use std::fmt;

use domain::{Disposition, Motivation};

use crate::client::{Inner, Podio};
use crate::error::{Error, SignInProblem};
use crate::schema::{App, Field, Role, Schema};
use crate::write::missing_option;

/// One thing to put right, as a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetupProblem {
    /// What is wrong, naming the field and the app.
    pub sentence: String,
    /// Whether nothing can be written until it is put right. Otherwise it is advice.
    pub blocking: bool,
}

impl fmt::Display for SetupProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl Podio {
    /// Signs in, reads every app, and lists all that is wrong with them; an empty list is good. An error means that
    /// Podio could not be asked. The schemas read here are kept.
    pub async fn check(&self) -> Result<Vec<SetupProblem>, Error> {
        let inner = &*self.inner;
        let mut report = Report::default();
        report.overrides(&inner.overrides);
        if let Some(schema) = report.app(&inner.lead_app, "Master Lead").await? {
            report.lead_app(&schema, inner);
        }
        if let Some(schema) = report.app(&inner.activity_app, "Call Activity").await? {
            report.activity_app(&schema, inner);
        }
        if let Some(app) = &inner.task_app
            && let Some(schema) = report.app(app, "Tasks").await?
        {
            report.roles(&Role::TASK, &schema, inner);
            report.other_required_fields(&Role::TASK, &schema, inner);
        }
        Ok(report.problems)
    }
}

#[derive(Default)]
struct Report {
    problems: Vec<SetupProblem>,
}

impl Report {
    fn blocking(&mut self, sentence: String) {
        self.add(SetupProblem { sentence, blocking: true });
    }

    fn advice(&mut self, sentence: String) {
        self.add(SetupProblem { sentence, blocking: false });
    }

    fn add(&mut self, problem: SetupProblem) {
        // A wrong password is one problem, whatever number of apps it keeps us out of.
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    fn overrides(&mut self, overrides: &BTreeMap<String, String>) {
        let known = || Role::ACTIVITY.iter().chain(&Role::TASK).chain(&Role::LEAD);
        for key in overrides.keys().filter(|key| !known().any(|role| role.key() == *key)) {
            self.blocking(format!("There is no field to set by the name “{key}”."));
        }
    }

    /// Reads an app; what keeps us out of it becomes a problem.
    async fn app(&mut self, app: &App, what: &str) -> Result<Option<std::sync::Arc<Schema>>, Error> {
        let schema = match app.read_again().await {
            Ok(schema) => schema,
            Err(Error::SignIn(SignInProblem::Unavailable)) => return Err(SignInProblem::Unavailable.into()),
            Err(Error::SignIn(problem)) => {
                self.blocking(format!("{problem}."));
                return Ok(None);
            }
            Err(Error::NotFound) => {
                self.blocking(format!("Podio has no app {} ({what}).", app.id));
                return Ok(None);
            }
            Err(Error::Rejected { status, error, .. }) => {
                self.blocking(format!("Podio refuses to show app {} ({what}): {status} {error}.", app.id));
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        if !schema.status.is_empty() && schema.status != "active" {
            self.blocking(format!("The app “{}” ({what}) is {}.", schema.name(), schema.status));
        }
        Ok(Some(schema))
    }

    fn lead_app(&mut self, schema: &Schema, inner: &Inner) {
        // A lead needs none of these fields; one that is named and not there is a mistake that would go unnoticed.
        let named = Role::LEAD.into_iter().filter(|role| inner.overrides.contains_key(role.key()));
        self.roles(&named.collect::<Vec<_>>(), schema, inner);
        if !schema.active().any(|field| crate::read::may_hold_phones(&field.kind, &field.label())) {
            self.blocking(format!(
                "The app “{}” has no phone field: no lead of it can be called.",
                schema.name()
            ));
        }
    }

    fn activity_app(&mut self, schema: &Schema, inner: &Inner) {
        self.roles(&Role::ACTIVITY, schema, inner);
        self.other_required_fields(&Role::ACTIVITY, schema, inner);
        let find = |role| schema.find(role, &inner.overrides, inner.lead_app.id).ok();
        if let Some(field) = find(Role::ActivityDisposition) {
            self.options(schema, field, Disposition::ALL.map(Disposition::label));
        }
        if let Some(field) = find(Role::ActivityMotivation) {
            self.options(schema, field, Motivation::ALL.map(Motivation::label));
        }
        if let Some(field) = find(Role::ActivityDate).filter(|field| !field.takes_time()) {
            self.advice(format!(
                "The field “{}” of the app “{}” has no time of day: calls in the evening get the next day, in UTC.",
                field.label(),
                schema.name()
            ));
        }
        if let Some(field) = find(Role::ActivityAskingPrice).filter(|field| field.kind == "money")
            && !field.takes_dollars()
        {
            self.blocking(format!(
                "The field “{}” of the app “{}” does not take US dollars.",
                field.label(),
                schema.name()
            ));
        }
    }

    fn roles(&mut self, roles: &[Role], schema: &Schema, inner: &Inner) {
        for role in roles {
            match schema.find(*role, &inner.overrides, inner.lead_app.id) {
                Err(problem) if role.is_required() || inner.overrides.contains_key(role.key()) => {
                    self.blocking(problem.0);
                }
                Err(problem) => self.advice(problem.0),
                Ok(field) if field.kind == "app" && !field.referenced_apps().contains(&inner.lead_app.id) => {
                    self.blocking(format!(
                        "The relationship field “{}” of the app “{}” does not point to the Master Lead app: \
                         choose that app in the field's settings in Podio.",
                        field.label(),
                        schema.name()
                    ));
                }
                Ok(_) => {}
            }
        }
    }

    /// Fields that Podio demands and Twoleg knows nothing of: every create would be refused.
    fn other_required_fields(&mut self, roles: &[Role], schema: &Schema, inner: &Inner) {
        let ours: Vec<u64> = roles
            .iter()
            .filter_map(|role| schema.find(*role, &inner.overrides, inner.lead_app.id).ok())
            .map(|field| field.id)
            .collect();
        for field in schema.active().filter(|field| field.config.required && !ours.contains(&field.id)) {
            self.blocking(format!(
                "The field “{}” of the app “{}” is required in Podio, and Twoleg does not fill it.",
                field.label(),
                schema.name()
            ));
        }
    }

    fn options<const N: usize>(&mut self, schema: &Schema, field: &Field, texts: [&str; N]) {
        for text in texts.into_iter().filter(|text| field.option(text).is_none()) {
            self.blocking(missing_option(schema, field, text));
        }
    }
}
