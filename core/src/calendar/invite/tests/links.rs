use super::{at, series};
use crate::calendar::invite::{Web, Zone, compose_link};

#[test]
fn google_is_told_how_often() {
    assert_eq!(
        compose_link(&series(), Web::Google),
        "https://calendar.google.com/calendar/render?action=TEMPLATE\
         &text=Dana%20%2F%20Alex%2C%2030%20min%20catch-up\
         &dates=20260120T100000%2F20260120T103000\
         &ctz=Europe%2FBerlin\
         &details=What%E2%80%99s%20keeping%20you%20up%20at%20night%3F%0AWhat%20I%E2%80%99m%20working%20on%0A\
         Where%20might%20we%20help%20each%20other%3F%0ANo%20preparation%20needed.\
         &add=dana%40example.org\
         &recur=RRULE%3AFREQ%3DMONTHLY%3BINTERVAL%3D3%3BBYDAY%3DTU%3BBYSETPOS%3D3"
    );
}

#[test]
fn outlook_gets_one_date_and_a_sentence() {
    assert_eq!(
        compose_link(&series(), Web::Outlook),
        "https://outlook.office.com/calendar/0/deeplink/compose\
         ?subject=Dana%20%2F%20Alex%2C%2030%20min%20catch-up\
         &startdt=2026-01-20T09%3A00%3A00Z\
         &enddt=2026-01-20T09%3A30%3A00Z\
         &to=dana%40example.org\
         &body=What%E2%80%99s%20keeping%20you%20up%20at%20night%3F%3Cbr%3EWhat%20I%E2%80%99m%20working%20on%3Cbr%3E\
         Where%20might%20we%20help%20each%20other%3F%3Cbr%3ENo%20preparation%20needed.%3Cbr%3E%3Cbr%3E\
         We%20meet%20every%20three%20months%20on%20the%20third%20Tuesday."
    );
}

#[test]
fn nothing_in_a_name_or_an_address_can_add_to_a_link() {
    for name in ["a&add=eve@example.com", "a#b", "a?b=c", "a%26b", "a+b", "\"><script>", "ü 👩🏽‍🚀", "two\r\nlines", "a\\b"]
    {
        let mut series = series();
        series.peer.name = name.to_owned();
        for (web, parts) in [(Web::Google, 6), (Web::Outlook, 4)] {
            let link = compose_link(&series, web);
            assert_eq!(link.matches('&').count(), parts, "{link}");
            assert_eq!(link.matches('?').count(), 1, "{link}");
            let unreserved = |c: char| c.is_ascii_alphanumeric() || "-._~%:/?&=".contains(c);
            assert!(link.chars().all(unreserved), "{link}");
        }
    }
}

#[test]
fn a_link_opens_without_an_address_and_in_any_zone() {
    let mut series = series();
    series.peer.mail = None;
    series.zone = Zone::named("America/St_Johns").unwrap();
    series.first = at("2026-07-15T23:45");
    let google = compose_link(&series, Web::Google);
    assert!(!google.contains("add=") && google.contains("ctz=America%2FSt_Johns"));
    assert!(google.contains("dates=20260715T234500%2F20260716T001500"));
    let outlook = compose_link(&series, Web::Outlook);
    assert!(!outlook.contains("to=") && outlook.contains("startdt=2026-07-16T02%3A15%3A00Z"));
}
