//! The desktop, over its bus: what it says of itself (light or dark, whether it moves things), and what it is to say.

use super::Wish;
use std::collections::HashMap;
use zbus::{
    blocking::{Connection, Proxy},
    zvariant::{OwnedValue, Value},
};

const NAMESPACE: &str = "org.freedesktop.appearance";

/// Tells what the desktop wishes now and from now on. It returns when the desktop has nobody to ask; call it on a
/// thread of its own.
pub(super) fn follow(mut tell: impl FnMut(Wish)) -> zbus::Result<()> {
    let connection = Connection::session()?;
    let portal = Proxy::new(
        &connection,
        "org.freedesktop.portal.Desktop",
        "/org/freedesktop/portal/desktop",
        "org.freedesktop.portal.Settings",
    )?;
    // Asked for before the first look, so that nothing is missed between the two.
    let changes = portal.receive_signal("SettingChanged")?;
    for key in ["color-scheme", "reduced-motion"] {
        let value: zbus::Result<OwnedValue> = portal.call("ReadOne", &(NAMESPACE, key));
        if let Some(wish) = value.ok().and_then(|value| wish(key, &value)) {
            tell(wish);
        }
    }
    for change in changes {
        let Ok((namespace, key, value)) = change.body().deserialize::<(String, String, OwnedValue)>() else { continue };
        if namespace == NAMESPACE
            && let Some(wish) = wish(&key, &value)
        {
            tell(wish);
        }
    }
    Ok(())
}

/// Has the desktop say a sentence (Desktop Notifications Specification 1.2). It waits for the bus; call it on a thread
/// of its own.
pub(super) fn notify(says: &str) -> zbus::Result<()> {
    let connection = Connection::session()?;
    let to = "org.freedesktop.Notifications";
    let desktop = Proxy::new(&connection, to, "/org/freedesktop/Notifications", to)?;
    let (actions, hints) = (Vec::<&str>::new(), HashMap::<&str, Value<'_>>::new());
    // 0: it takes no other's place. -1: it stays as long as the desktop thinks fit.
    let notice = ("Sideways", 0_u32, "org.sideways.Sideways", "Sideways", plain(says), actions, hints, -1_i32);
    desktop.call_method("Notify", &notice).map(drop)
}

/// A desktop may read a body as markup, and a name may hold some, or what can't be seen.
fn plain(says: &str) -> String {
    crate::words::visible(says).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// What a setting's value wishes (xdg-desktop-portal, org.freedesktop.portal.Settings).
fn wish(key: &str, value: &OwnedValue) -> Option<Wish> {
    let number = u32::try_from(value).ok()?;
    match (key, number) {
        ("color-scheme", 1) => Some(Wish::Dark),
        ("color-scheme", _) => Some(Wish::Light),
        ("reduced-motion", 1) => Some(Wish::Still),
        ("reduced-motion", _) => Some(Wish::Moving),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_no_markup() {
        assert_eq!(plain("<b>Dana</b> & Lee"), "&lt;b&gt;Dana&lt;/b&gt; &amp; Lee");
        assert_eq!(plain("Dana\n\u{202e}eeL"), "Dana \\u{202e}eeL");
    }

    #[test]
    fn a_value_is_read_as_the_portal_means_it() {
        for (key, value, expected) in [
            ("color-scheme", 0_u32, Some(Wish::Light)),
            ("color-scheme", 1, Some(Wish::Dark)),
            ("color-scheme", 2, Some(Wish::Light)),
            ("reduced-motion", 1, Some(Wish::Still)),
            ("reduced-motion", 0, Some(Wish::Moving)),
            ("contrast", 1, None),
        ] {
            assert_eq!(wish(key, &OwnedValue::from(value)), expected);
        }
    }
}
