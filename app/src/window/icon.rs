//! Line icons (Lucide) as characters of the private use area, tinted like text.

use eframe::egui::Context;
use egui_extras::SvgGlyph;

macro_rules! icons {
    ($($name:ident = $character:literal, $file:literal;)*) => {
        $(pub(super) const $name: &str = $character;)*

        const ALL: &[(&str, &str)] = &[$(($character, include_str!(concat!("../../assets/icons/", $file, ".svg"))),)*];
    };
}

icons! {
    USERS = "\u{E001}", "users";
    SHIELD = "\u{E002}", "shield";
    LOCK = "\u{E003}", "lock";
    PLUG = "\u{E004}", "plug";
    PLUS = "\u{E005}", "plus";
    GIFT = "\u{E006}", "gift";
    ASK = "\u{E007}", "circle-question-mark";
    IDEA = "\u{E008}", "lightbulb";
    EYE_OFF = "\u{E009}", "eye-off";
    CHAT = "\u{E00A}", "message-square";
    MAIL = "\u{E00B}", "mail";
    PHONE = "\u{E00C}", "phone";
    MORE = "\u{E00D}", "ellipsis";
    COPY = "\u{E00E}", "copy";
    KEY = "\u{E00F}", "key-round";
    SUN = "\u{E010}", "sun";
    LAYERS = "\u{E011}", "layers";
    BOOK = "\u{E012}", "book-open-check";
    SEARCH = "\u{E013}", "search";
    PROMISE = "\u{E014}", "handshake";
    HEADS_UP = "\u{E015}", "megaphone";
    PENCIL = "\u{E016}", "pencil";
    DOWNLOAD = "\u{E017}", "download";
    FILE = "\u{E019}", "file-up";
    CALENDAR = "\u{E01A}", "calendar-check";
}

/// All of them.
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|(character, _)| *character)
}

/// Makes the icons known to the fonts.
pub(super) fn install(ctx: &Context) {
    for (character, svg) in ALL {
        // Black, so that they count as shades of gray and take the colour of the text around them.
        let svg = svg.replace("stroke-width=\"2\"", "stroke-width=\"1.75\"").replace("currentColor", "black");
        if let Ok(glyph) = SvgGlyph::from_bytes(svg.as_bytes()) {
            let glyph = glyph.with_height(1.15).with_baseline_offset(-0.2).with_advance(1.25);
            ctx.add_glyph_rasterizer(glyph.into_rasterizer(*character));
        }
    }
}
