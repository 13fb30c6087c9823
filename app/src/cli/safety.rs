//! What is asked about backups and the recovery sheet, and what no answer to it is.

use super::out::failure;
use crate::desk::{Answer, Desk, Failure, Request, SafetyAnswer, SafetyRequest};

pub(crate) fn strange() -> Failure {
    failure("the program with this data folder answered something else", Some("close it and try again"))
}

pub(crate) fn ask(desk: &Desk, request: SafetyRequest) -> Result<SafetyAnswer, Failure> {
    match desk.ask(Request::Safety(request))? {
        Answer::Safety(answer) => Ok(answer),
        _ => Err(strange()),
    }
}
