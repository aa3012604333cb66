//! Checks over the whole catalogue: small, named, each looking for one kind of mistake, all run.

mod dues;
mod fields;
mod indicators;
mod organs;
mod postings;
mod units;
mod workflow;

use crate::load::Origins;
use domain::problem::Problem;
use domain::registers::{Catalogue, did_you_mean};

/// What a check sees, and where it tells.
pub(crate) struct Site<'a> {
    /// The merged catalogue.
    pub catalogue: &'a Catalogue,
    /// Where definitions stand.
    pub origins: &'a Origins,
    /// Problems so far.
    pub problems: Vec<Problem>,
}

impl Site<'_> {
    /// Tells a problem at a key of a definition ("measure:slug").
    pub fn tell(&mut self, definition: &str, key: &str, problem: Problem) {
        let problem = self.origins.place(definition, key, problem);
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }
}

/// A name that is not there, with the nearest that is.
pub(crate) fn absent<'s>(code: &str, message: String, name: &str, known: impl IntoIterator<Item = &'s str>) -> Problem {
    let problem = Problem::error(code, message);
    match did_you_mean(name, known) {
        Some(near) => problem.hint(format!("có phải “{near}”?")),
        None => problem,
    }
}

/// All checks. Each is named for what it makes sure of.
const CHECKS: &[fn(&mut Site<'_>)] = &[
    units::counting_units_convert_without_circles,
    units::measures_have_counting_units,
    units::number_fields_have_counting_units,
    fields::record_dates_are_date_fields,
    fields::titles_and_identities_name_fields,
    fields::conditions_name_fields_and_values,
    fields::limits_fit_their_fields,
    fields::choices_and_links_lead_somewhere,
    fields::computed_fields_can_be_worked_out,
    workflow::one_state_is_initial_and_all_can_be_reached,
    workflow::transitions_join_states_and_name_fields,
    postings::measures_exist_and_amounts_fit_them,
    postings::rows_dates_and_states_exist,
    postings::dimensions_come_from_choices_units_or_yes_no,
    postings::members_and_ends_fit_the_nature,
    dues::dues_name_rows_dates_and_conditions,
    indicators::terms_exist_and_add_up,
    indicators::terms_do_not_overlap,
    indicators::dimensions_are_posted_and_values_exist,
    indicators::measures_are_posted,
    organs::organ_kinds_lead_to_organ_kinds,
    organs::owners_are_organ_kinds,
    organs::schemes_of_a_family_do_not_overlap,
    organs::reporting_periods_run_forwards,
];

/// Runs every check.
pub(crate) fn run(site: &mut Site<'_>) {
    for check in CHECKS {
        check(site);
    }
}
