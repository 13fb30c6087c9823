//! The recovery sheet: one page to print or save, with the words that open every backup.

mod page;

use crate::words;
use jiff::civil::Date;
use page::{Font, Page};
use sideways_core::backup::RecoveryKey;
use std::path::PathBuf;

/// What stands on it.
pub(crate) struct Sheet {
    /// Whose it is; may be empty.
    pub(crate) name: String,
    /// The key.
    pub(crate) key: RecoveryKey,
    /// The day it was printed.
    pub(crate) on: Date,
    /// Where backups lie.
    pub(crate) folders: Vec<PathBuf>,
}

const OPENS: &str = "These 24 words open every backup of your Sideways notebook: all your notes, meetings and lists. Whoever has this page and a backup can read them. Keep it on paper, away from the computer.";
const BACK: [&str; 3] = [
    "1. Install Sideways, and press \"I have a backup\" on its first screen.",
    "2. Choose the newest file that begins with sideways- and ends in .age, and type the words.",
    "3. Without Sideways: put the key below into a file KEY, and run  age -d -i KEY BACKUP.age",
];
const LOST: &str = "Without a computer that has the notebook, a backup can’t be opened in any other way. If this page is lost while the notebook opens, print it again.";

impl Sheet {
    fn title(&self) -> String {
        let of = if self.name.is_empty() { String::new() } else { format!(" of {}", words::visible(&self.name)) };
        format!("Recovery sheet{of}")
    }

    fn places(&self) -> Vec<String> {
        self.folders.iter().map(|folder| words::visible(&folder.display().to_string())).collect()
    }

    /// As plain text, of one page.
    #[must_use]
    pub(crate) fn text(&self) -> String {
        let mut lines = vec![self.title(), format!("Sideways, {}", self.on), String::new()];
        lines.extend(page::wrapped(OPENS, 76));
        lines.push(String::new());
        let all = self.key.words();
        for row in 0..8 {
            let column = |nth: usize| all.get(nth).map(|word| format!("{:2}. {word:<14}", nth + 1)).unwrap_or_default();
            lines.push(format!("    {}", [row, row + 8, row + 16].map(column).join("  ").trim_end()));
        }
        lines.extend([String::new(), "The last word checks the others: a word that is mistyped is noticed.".into()]);
        lines.extend([String::new(), "To come back:".into()]);
        lines.extend(BACK.iter().flat_map(|line| page::wrapped(line, 76)));
        lines.extend([String::new(), "Backups lie in:".into()]);
        lines.extend(self.places().into_iter().map(|place| format!("    {place}")));
        lines.extend([String::new(), "The same key for the tool age:".into(), format!("    {}", self.key.for_age())]);
        lines.extend([String::new()]);
        lines.extend(page::wrapped(LOST, 76));
        lines.push(String::new());
        lines.join("\n")
    }
}

/// As a page to print.
#[must_use]
pub(crate) fn pdf(sheet: &Sheet) -> Vec<u8> {
    let mut page = Page::default();
    page.line(Font::Bold, 20.0, &sheet.title());
    page.line(Font::Plain, 10.0, &format!("Sideways, {}", sheet.on));
    page.space(12.0);
    page.paragraph(11.0, OPENS);
    page.space(14.0);
    let all = sheet.key.words();
    for row in 0..8 {
        let column = |nth: usize| all.get(nth).map(|word| format!("{:2}. {word}", nth + 1)).unwrap_or_default();
        page.columns(14.0, &[row, row + 8, row + 16].map(column));
    }
    page.space(8.0);
    page.paragraph(10.0, "The last word checks the others: a word that is mistyped is noticed.");
    page.space(14.0);
    page.line(Font::Bold, 12.0, "To come back");
    BACK.iter().for_each(|line| page.paragraph(11.0, line));
    page.space(14.0);
    page.line(Font::Bold, 12.0, "Backups lie in");
    for place in sheet.places() {
        page.fixed(9.0, &place);
    }
    page.space(14.0);
    page.line(Font::Bold, 12.0, "The same key for the tool age");
    page.fixed(9.0, &sheet.key.for_age());
    page.space(14.0);
    page.paragraph(10.0, LOST);
    page.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(folders: &[&str]) -> Sheet {
        let key = RecoveryKey::parse(&["abandon"; 23].iter().chain(&["art"]).copied().collect::<Vec<_>>().join(" "));
        Sheet {
            name: "Zoë (Kim)\\".into(),
            key: key.unwrap(),
            on: jiff::civil::date(2026, 11, 28),
            folders: folders.iter().map(PathBuf::from).collect(),
        }
    }

    #[test]
    fn the_words_are_on_the_sheet_in_their_order_and_can_be_read_back() {
        let sheet = sheet(&["/home/alex/.local/share/sideways/backups"]);
        let text = sheet.text();
        let rows: Vec<&str> = text.lines().filter(|line| line.contains(". abandon")).collect();
        assert!(rows.len() == 8 && rows[7].contains("24. art"), "{text}");
        assert!(text.contains(&sheet.key.for_age()) && text.contains("share/sideways/backups"));
        assert!(text.lines().count() < 50, "it is longer than a page");
        assert!(text.lines().all(|line| line.chars().count() <= 90), "{text}");
    }

    /// Every offset in the table is where its object begins, so that every reader opens it; and nothing in a name ends a
    /// text or begins something else.
    #[test]
    fn the_page_is_a_whole_pdf() {
        let long = "/a very long path".repeat(40);
        let bytes = pdf(&sheet(&[&long, "C:\\Users\\Zoë\\(backups)", "/日本/バックアップ"]));
        let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
        assert!(text.starts_with("%PDF-1.4\n") && text.ends_with("%%EOF\n"));
        let table = text.split("xref\n").nth(1).unwrap();
        for (nth, row) in table.lines().skip(2).take_while(|row| row.ends_with(" n ")).enumerate() {
            let at: usize = row[..10].parse().unwrap();
            assert!(bytes[at..].starts_with(format!("{} 0 obj", nth + 1).as_bytes()), "{row}");
        }
        let at: usize = text.split("startxref\n").nth(1).unwrap().lines().next().unwrap().parse().unwrap();
        assert!(bytes[at..].starts_with(b"xref"));
        assert!(text.contains("Zo\u{eb} \\(Kim\\)\\\\"), "{text}");
        assert!(text.contains("24. art"));
    }
}
