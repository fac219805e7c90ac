//! A rendered page as it faces a reader.

use super::{
    attribute, rtl,
    token::{Tag, Token, escaped, tokens},
};
use assize_record::facing::{self, Mark, MarkKind};
use std::ops::Range;

/// The page with everything marked that is hidden or not what it seems, with right-to-left words set apart, and without any markup that pages are not made of.
/// A page without any of these comes out as it went in.
pub(super) fn facing(markup: &str) -> String {
    let mut page = Page { out: String::with_capacity(markup.len() + markup.len() / 64), ..Page::default() };
    for token in tokens(markup) {
        match token {
            Token::Doctype => page.run.push(Piece::Markup("<!DOCTYPE html>".to_owned())),
            Token::Text(words) => page.text(words),
            Token::Tag(tag) => page.tag(&tag),
        }
    }
    page.flush();
    page.out
}

#[derive(Default)]
struct Page<'m> {
    out: String,
    /// Elements that are open, and whether they set their words apart.
    open: Vec<(&'m str, bool)>,
    body: bool,
    /// What a word may go on through: texts, and tags within a line.
    run: Vec<Piece>,
}

enum Piece {
    Markup(String),
    Text(Text),
}

struct Text {
    words: String,
    /// Where no markup may stand: titles and pictures.
    alone: bool,
    /// Set apart by what it stands in.
    apart: bool,
}

impl<'m> Page<'m> {
    fn text(&mut self, words: String) {
        let alone = self.open.iter().any(|(name, _)| matches!(*name, "title" | "svg"));
        let apart = self.open.iter().any(|(_, apart)| *apart);
        let words = if alone { attribute::bounded(&words).into_owned() } else { words };
        // Where a tag was shown as text, the text goes on.
        match self.run.last_mut() {
            Some(Piece::Text(before)) => before.words.push_str(&words),
            _ => self.run.push(Piece::Text(Text { words, alone, apart })),
        }
    }

    fn tag(&mut self, tag: &Tag<'m>) {
        let known = attribute::is_ours(tag, self.body)
            && (!tag.closes || self.open.iter().any(|(name, _)| *name == tag.name));
        if !known {
            return self.text(tag.written.to_owned());
        }
        self.body |= tag.name == "body";
        let mut written = String::new();
        attribute::write(tag, &mut written);
        let inline = attribute::is_inline(tag.name);
        if !inline {
            self.flush();
        }
        self.run.push(Piece::Markup(written));
        if tag.closes {
            while self.open.pop().is_some_and(|(name, _)| name != tag.name) {}
        } else if !tag.alone && !attribute::is_void(tag.name) {
            let apart = tag.name == "bdi" || tag.attributes.iter().any(|(name, _)| *name == "dir");
            self.open.push((tag.name, apart));
        }
        if !inline {
            self.flush();
        }
    }

    /// Writes what has come together: marks are found in the words as a reader sees them, over tags within the line.
    fn flush(&mut self) {
        let words: String = self.run.iter().filter_map(Piece::words).collect();
        let marks = facing::marks(&words);
        let mut start = 0;
        for piece in self.run.drain(..) {
            match piece {
                Piece::Markup(tag) => self.out.push_str(&tag),
                Piece::Text(text) => {
                    let end = start + text.words.len();
                    let apart = text.alone || text.apart;
                    let stretches = if apart { Vec::new() } else { rtl::stretches(&text.words) };
                    let first = marks.partition_point(|mark| mark.end < start);
                    let last = marks.partition_point(|mark| mark.start <= end);
                    if stretches.is_empty() && first >= last {
                        escaped(&text.words, &mut self.out);
                    } else {
                        write(&text, start, &marks[first..last], &stretches, &mut self.out);
                    }
                    start = end;
                }
            }
        }
    }
}

impl Piece {
    fn words(&self) -> Option<&str> {
        match self {
            Self::Markup(_) => None,
            Self::Text(text) => Some(&text.words),
        }
    }
}

/// Writes one text of a run, which begins at `start` of it. `marks` are those that touch it, in order.
fn write(text: &Text, start: usize, marks: &[Mark], stretches: &[Range<usize>], out: &mut String) {
    let end = start + text.words.len();
    // A mark is written once: where what it stands for begins, or behind the word that it is about.
    let here = |mark: &&Mark| match mark.start == mark.end {
        true => start < mark.start && mark.start <= end,
        false => start <= mark.start && mark.start < end,
    };
    let mut signs = marks.iter().filter(here).peekable();
    let mut holes = marks.iter().filter(|mark| mark.start < mark.end).peekable();
    let (mut begins, mut ends) = (stretches.iter().peekable(), stretches.iter().peekable());
    for (at, c) in text.words.char_indices() {
        while let Some(mark) = signs.next_if(|mark| mark.start <= start + at) {
            sign(mark, text.alone, out);
        }
        if begins.next_if(|stretch| stretch.start == at).is_some() {
            out.push_str("<bdi>");
        }
        while holes.next_if(|mark| mark.end <= start + at).is_some() {}
        if holes.peek().is_none_or(|mark| start + at < mark.start) {
            escaped(c.encode_utf8(&mut [0; 4]), out);
        }
        if ends.next_if(|stretch| stretch.end == at + c.len_utf8()).is_some() {
            out.push_str("</bdi>");
        }
    }
    signs.for_each(|mark| sign(mark, text.alone, out));
}

/// A mark, where markup may stand and where none may.
fn sign(mark: &Mark, alone: bool, out: &mut String) {
    if alone {
        return escaped(&mark.bracketed(), out);
    }
    let class = if matches!(mark.kind, MarkKind::Letters(_)) { "hidden-mark letters" } else { "hidden-mark" };
    out.push_str("<span class=\"");
    out.push_str(class);
    out.push_str("\" dir=\"ltr\" title=\"");
    escaped(&mark.meaning(), out);
    out.push_str("\">");
    escaped(&mark.bracketed(), out);
    out.push_str("</span>");
}

#[cfg(test)]
mod tests {
    use super::facing;

    fn body(markup: &str) -> String {
        let page = facing(&format!("<!DOCTYPE html><html><head></head><body>{markup}</body></html>"));
        let inside = page.split_once("<body>").and_then(|(_, rest)| rest.rsplit_once("</body>"));
        inside.map(|(body, _)| body.to_owned()).unwrap_or(page)
    }

    #[test]
    fn a_page_without_anything_hidden_comes_out_as_it_went_in() {
        for page in [
            "<p>“Nine &amp; &lt;b&gt; &quot;x&quot;” <a href=\"../a.html#p-1\" title=\"a &quot;b&quot;\">9</a><br>so</p>",
            "<svg viewBox=\"0 0 1 1\"><path class=\"bar\" d=\"M1 1\"/><text x=\"1\">9</text></svg>",
            "<details open><summary>x</summary></details>",
        ] {
            assert_eq!(body(page), page);
        }
    }

    #[test]
    fn what_is_hidden_is_marked_where_it_stood() {
        let mark = |title: &str, sign: &str| {
            format!("<span class=\"hidden-mark\" dir=\"ltr\" title=\"{title}\">⟦{sign}⟧</span>")
        };
        assert_eq!(
            body("<p>nine \u{202e}deaths</p>"),
            format!("<p>nine {}deaths</p>", mark("U+202E right-to-left override", "U+202E"))
        );
        assert_eq!(body("<p title=\"a\u{200b}b\">x</p>"), "<p title=\"a⟦U+200B⟧b\">x</p>");
        assert_eq!(body("<svg><title>a\u{200b}b</title></svg>"), "<svg><title>a⟦U+200B⟧b</title></svg>");
    }

    #[test]
    fn a_word_is_looked_at_over_the_tags_within_it() {
        let page = body("<p><mark>\u{422}</mark>he boat</p>");
        assert!(page.starts_with("<p><mark>\u{422}</mark>he<span class=\"hidden-mark letters\""), "{page}");
        assert!(page.contains("⟦Cyrillic \u{422}⟧</span> boat</p>"), "{page}");
        // Two cells are two words.
        assert_eq!(body("<td>\u{422}</td><td>he</td>"), "<td>\u{422}</td><td>he</td>");
    }

    #[test]
    fn right_to_left_words_are_set_apart() {
        assert_eq!(body("<p>said مرحبا 14, 3 May</p>"), "<p>said <bdi>مرحبا</bdi> 14, 3 May</p>");
        for apart in ["<p><bdi>مرحبا</bdi></p>", "<p dir=\"auto\">مرحبا</p>"] {
            assert_eq!(body(apart), apart);
        }
    }

    #[test]
    fn markup_that_pages_are_not_made_of_is_text() {
        for markup in [
            "<script>alert(1)</script>",
            "<img src=x>",
            "<iframe></iframe>",
            "<!-- c -->",
            "<base href=\"x\">",
            "<meta charset=\"x\">",
            "<style>*{}</style>",
            "<object>",
            "<form action=\"x\">",
            "<A href=\"x\">",
            "<a href='x'>",
            "</section>",
            "<math>",
            "<![CDATA[x]]>",
            "<?php ?>",
            "<a/onclick=\"x\">",
        ] {
            let page = body(markup);
            assert!(!page.contains('<'), "{markup}: {page}");
        }
        let away = "<a href=\"https://example.org\" onclick=\"x()\" style=\"x\">x</a>";
        assert_eq!(body(away), "<a>x</a>");
        assert_eq!(body("<a href=\"javascript:x\">x</a>"), "<a>x</a>");
    }
}
