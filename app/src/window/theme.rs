//! Every colour, size and radius of the window, under the same names in light and dark.

use eframe::egui::{
    self, Color32, CornerRadius, FontData, FontFamily, FontId, Margin, Stroke, TextStyle, Theme,
    epaint::text::{FontInsert, FontPriority, GlyphBitmap, GlyphRasterizer, InsertFontFamily, RasterizedGlyph},
    vec2,
};

/// The colours of one theme.
pub(super) struct Tokens {
    pub(super) page: Color32,
    pub(super) rail: Color32,
    pub(super) sheet: Color32,
    pub(super) hover: Color32,
    pub(super) selected: Color32,
    /// Hairlines; decoration only.
    pub(super) line: Color32,
    /// Borders of what one can press or type in.
    pub(super) edge: Color32,
    pub(super) ink: Color32,
    pub(super) ink_soft: Color32,
    pub(super) ink_faint: Color32,
    pub(super) accent: Color32,
    pub(super) accent_hover: Color32,
    pub(super) on_accent: Color32,
    pub(super) scrim: Color32,
    pub(super) shadow: Color32,
}

const fn hex(rgb: u32) -> Color32 {
    Color32::from_rgb((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8)
}

const LIGHT: Tokens = Tokens {
    page: hex(0xF6F5F2),
    rail: hex(0xEEECE7),
    sheet: hex(0xFFFEFC),
    hover: hex(0xE9E6E0),
    selected: hex(0xDCE8E5),
    line: hex(0xDEDAD2),
    edge: hex(0x857E73),
    ink: hex(0x25211C),
    ink_soft: hex(0x575046),
    ink_faint: hex(0x696256),
    accent: hex(0x14625F),
    accent_hover: hex(0x0E4F4D),
    on_accent: hex(0xFFFFFF),
    scrim: Color32::from_rgba_premultiplied(14, 13, 11, 97),
    shadow: Color32::from_rgba_premultiplied(10, 8, 5, 41),
};

const DARK: Tokens = Tokens {
    page: hex(0x1E1C1A),
    rail: hex(0x181614),
    sheet: hex(0x272421),
    hover: hex(0x322E2A),
    selected: hex(0x233936),
    line: hex(0x3B3632),
    edge: hex(0x8F867C),
    ink: hex(0xEDE8E0),
    ink_soft: hex(0xC0B7AB),
    ink_faint: hex(0xADA398),
    accent: hex(0x84CBC3),
    accent_hover: hex(0xA0DAD3),
    on_accent: hex(0x10221F),
    scrim: Color32::from_rgba_premultiplied(5, 4, 3, 148),
    shadow: Color32::from_rgba_premultiplied(0, 0, 0, 115),
};

/// No colour at all.
pub(super) const CLEAR: Color32 = Color32::TRANSPARENT;

pub(super) const RAIL_WIDTH: f32 = 208.0;
pub(super) const COLUMN_WIDTH: f32 = 680.0;
pub(super) const MEETING_WIDTH: f32 = 720.0;
pub(super) const SIDE_WIDTH: f32 = 196.0;
pub(super) const SHARE_WIDTH: f32 = 656.0;
pub(super) const FIND_WIDTH: f32 = 600.0;
pub(super) const WORDS_WIDTH: f32 = 574.0;
/// Narrower than this, the rail becomes icons.
pub(super) const RAIL_FROM: f32 = 760.0;
/// Narrower than this, the icons become a bar with a menu.
pub(super) const ICONS_FROM: f32 = 520.0;
pub(super) const ICONS_WIDTH: f32 = 56.0;
/// Narrower than this, the side moves below.
pub(super) const SIDE_FROM: f32 = 900.0;
/// Room for a date before what was said on it.
pub(super) const DATE_WIDTH: f32 = 96.0;
/// Between choices of which one holds.
pub(super) const CHOICES_GAP: f32 = 20.0;
pub(super) const PLACE_HEIGHT: f32 = 36.0;
pub(super) const ROW_HEIGHT: f32 = 32.0;
pub(super) const LINE_HEIGHT: f32 = 36.0;
pub(super) const RADIUS_TAG: CornerRadius = CornerRadius::same(4);
pub(super) const RADIUS: CornerRadius = CornerRadius::same(6);
pub(super) const RADIUS_CARD: CornerRadius = CornerRadius::same(10);
pub(super) const RADIUS_FRAME: CornerRadius = CornerRadius::same(12);
pub(super) const RADIUS_FRAME_INNER: CornerRadius = CornerRadius::same(8);

const SEMIBOLD: &str = "semibold";

/// The sizes of text.
#[derive(Clone, Copy)]
pub(super) enum Size {
    Caption,
    Body,
    Lead,
    Words,
    Heading,
    Title,
    /// The question of a half hour.
    Question,
}

impl Size {
    fn points(self) -> f32 {
        match self {
            Self::Caption => 12.0,
            Self::Body => 14.0,
            Self::Lead => 16.0,
            Self::Words => 18.0,
            Self::Heading => 20.0,
            Self::Title => 28.0,
            Self::Question => 40.0,
        }
    }

    /// The height of a line of it.
    pub(super) fn line(self) -> f32 {
        match self {
            Self::Caption => 16.0,
            Self::Body => 22.0,
            Self::Lead => 24.0,
            Self::Words | Self::Heading => 28.0,
            Self::Title => 36.0,
            Self::Question => 48.0,
        }
    }

    /// In the regular weight.
    pub(super) fn regular(self) -> FontId {
        FontId::new(self.points(), FontFamily::Proportional)
    }

    /// In the semibold weight.
    pub(super) fn strong(self) -> FontId {
        FontId::new(self.points(), FontFamily::Name(SEMIBOLD.into()))
    }
}

/// The colours in force.
pub(super) fn of(ui: &egui::Ui) -> &'static Tokens {
    if ui.visuals().dark_mode { &DARK } else { &LIGHT }
}

/// The same where nobody may have done it; once for each context.
pub(super) fn install_once(ctx: &egui::Context) {
    let done = egui::Id::unique("theme");
    if ctx.data(|data| data.get_temp::<()>(done)).is_none() {
        ctx.data_mut(|data| data.insert_temp(done, ()));
        install(ctx);
    }
}

/// Gives a context the fonts and both styles.
pub(super) fn install(ctx: &egui::Context) {
    let font = |name: &str, bytes: &'static [u8], families: Vec<FontFamily>| {
        let families = families.into_iter().map(|family| InsertFontFamily { family, priority: FontPriority::Highest });
        FontInsert::new(name, FontData::from_static(bytes), families.collect())
    };
    let regular = include_bytes!("../../assets/fonts/Inter-Regular.otf");
    let semibold = include_bytes!("../../assets/fonts/Inter-SemiBold.otf");
    ctx.add_font(font("inter", regular, vec![FontFamily::Proportional]));
    ctx.add_font(font("inter-semibold", semibold, vec![FontFamily::Name(SEMIBOLD.into())]));
    super::icon::install(ctx);
    ctx.options_mut(|options| options.fallback_theme = Theme::Light);
    for (theme, tokens) in [(Theme::Light, &LIGHT), (Theme::Dark, &DARK)] {
        ctx.style_mut_of(theme, |style| apply(style, tokens));
    }
}

/// Draws a box for what no font of the program or of the system has: the letters' own sign for that is empty, and a name
/// would be a gap. Not for the tests of screens, which fail where one of the program's own letters is missing.
pub fn draw_boxes(ctx: &egui::Context) {
    ctx.add_glyph_rasterizer(GlyphRasterizer::new("sideways: a box", |asked| {
        let first = asked.cluster.chars().next()?;
        let unseen = matches!(first, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}');
        if unseen || first.is_whitespace() || first.is_control() {
            return None;
        }
        let part = |of: f32, least: f32| (asked.font_size_px * of).round().max(least) as usize;
        let (width, height, edge, side) = (part(0.5, 3.0), part(0.7, 3.0), part(1.0 / 14.0, 1.0), part(0.1, 1.0));
        let at_edge = |at: usize, of: usize| at < edge || at + edge >= of;
        let pixel = |nth: usize| at_edge(nth % width, width) || at_edge(nth / width, height);
        let pixels = (0..width * height).map(|nth| if pixel(nth) { Color32::WHITE } else { CLEAR }).collect();
        let image = egui::ColorImage::new([width, height], pixels);
        let offset_px = vec2(side as f32, -(height as f32));
        let bitmap = GlyphBitmap { image, offset_px, is_color: false };
        Some(RasterizedGlyph { bitmap, advance_px: (width + 2 * side) as f32 })
    }));
}

fn apply(style: &mut egui::Style, t: &Tokens) {
    style.text_styles = [
        (TextStyle::Small, Size::Caption),
        (TextStyle::Body, Size::Body),
        (TextStyle::Button, Size::Body),
        (TextStyle::Heading, Size::Heading),
        (TextStyle::Monospace, Size::Body),
    ]
    .map(|(name, size)| (name, size.regular()))
    .into();
    style.spacing.item_spacing = vec2(8.0, 8.0);
    style.spacing.button_padding = vec2(12.0, 5.0);
    style.spacing.interact_size.y = 32.0;
    style.spacing.icon_spacing = 8.0;
    style.spacing.window_margin = Margin::same(32);
    style.spacing.scroll = egui::style::ScrollStyle {
        foreground_color: true,
        dormant_background_opacity: 0.0,
        active_background_opacity: 0.0,
        interact_background_opacity: 0.0,
        dormant_handle_opacity: 0.25,
        active_handle_opacity: 0.4,
        // What goes on stands at the foot of what scrolls, and is never half faded.
        fade: egui::style::ScrollFadeStyle { strength: 0.0, ..Default::default() },
        ..egui::style::ScrollStyle::thin()
    };
    style.animation_time = 0.12;
    style.interaction.selectable_labels = false;
    let v = &mut style.visuals;
    v.panel_fill = t.page;
    v.window_fill = t.sheet;
    v.window_stroke = Stroke::new(1.0, t.line);
    v.extreme_bg_color = t.sheet;
    v.faint_bg_color = t.hover;
    v.text_edit_bg_color = Some(t.sheet);
    v.weak_text_color = Some(t.ink_faint);
    v.hyperlink_color = t.accent;
    v.warn_fg_color = t.accent;
    v.error_fg_color = t.ink;
    v.selection.bg_fill = t.selected;
    // Also the border of the field that has the focus.
    v.selection.stroke = Stroke::new(2.0, t.accent);
    v.window_corner_radius = RADIUS_FRAME;
    v.menu_corner_radius = RADIUS_FRAME_INNER;
    v.window_shadow = egui::Shadow { offset: [0, 16], blur: 40, spread: 0, color: t.shadow };
    v.popup_shadow = egui::Shadow { offset: [0, 8], blur: 20, spread: 0, color: t.shadow };
    v.text_cursor.stroke = Stroke::new(2.0, t.accent);
    let w = &mut v.widgets;
    for state in [&mut w.noninteractive, &mut w.inactive, &mut w.hovered, &mut w.active, &mut w.open] {
        state.corner_radius = RADIUS;
        state.expansion = 0.0;
        state.bg_fill = t.sheet;
        state.weak_bg_fill = t.sheet;
        state.bg_stroke = Stroke::new(1.0, t.edge);
        state.fg_stroke = Stroke::new(1.0, t.ink);
    }
    w.noninteractive.bg_stroke = Stroke::new(1.0, t.line);
    w.hovered.bg_fill = t.hover;
    w.hovered.weak_bg_fill = t.hover;
    // This is also how the keyboard's focus looks, because egui has no ring of its own.
    w.active.bg_stroke = Stroke::new(2.0, t.accent);
}

/// What lies between a dialog and the window behind it.
pub(super) fn scrim(ctx: &egui::Context) -> Color32 {
    if ctx.theme() == Theme::Dark { DARK.scrim } else { LIGHT.scrim }
}
