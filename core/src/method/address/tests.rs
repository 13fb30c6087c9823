use super::{first_name, greeting, signed};
use crate::{method::tests_peer::peer, snapshot::Me};

#[test]
fn the_name_a_colleague_is_called_by() {
    let rows = [
        ("Dana Ruiz", "Dana"),
        ("Dana", "Dana"),
        ("  Dana \n Ruiz ", "Dana"),
        ("Ruiz, Dana", "Dana"),
        ("van der Berg, Lee", "Lee"),
        ("Ruiz, Dr. Dana Maria", "Dana"),
        ("Dana Ruiz, PhD", "Dana"),
        ("Dana Ruiz, Ph.D., MBA", "Dana"),
        ("Ruiz,", "Ruiz"),
        (", Dana", "Dana"),
        (", PhD", ", PhD"),
        ("Dr. Dana Ruiz", "Dana"),
        ("Prof. Dr. Dana Ruiz", "Dana"),
        ("Ms Dana Ruiz", "Dana"),
        ("Dr. Ruiz", "Dr. Ruiz"),
        ("Frau Dr. Ruiz", "Frau Dr. Ruiz"),
        ("D. Ruiz", "D. Ruiz"),
        ("J. R. Ruiz", "J. R. Ruiz"),
        ("Jean-Luc Martin", "Jean-Luc"),
        ("Zoë O'Neill", "Zoë"),
        ("山田 太郎", "山田"),
        ("Dr.", "Dr."),
        ("", ""),
        ("   ", ""),
    ];
    for (name, expected) in rows {
        assert_eq!(first_name(name), expected, "{name:?}");
    }
}

#[test]
fn a_note_begins_with_the_name_where_there_is_one() {
    for (name, expected) in [("Dana Ruiz", "Hello Dana,"), ("", "Hello,"), (" \t", "Hello,")] {
        assert_eq!(greeting(&peer(name)), expected, "{name:?}");
    }
}

#[test]
fn a_note_ends_with_my_name_as_far_as_i_gave_it() {
    let rows = [
        ("Alex Kim", "Marketing", "Hi.\n\nAlex Kim, Marketing"),
        ("Alex Kim", " ", "Hi.\n\nAlex Kim"),
        ("", "Marketing", "Hi."),
        ("", "", "Hi."),
    ];
    for (name, department, expected) in rows {
        let me = Me { name: name.to_owned(), department: department.to_owned(), ..Me::default() };
        assert_eq!(signed("Hi.", &me), expected);
    }
}
