//! From the marks on a page to its lines in reading order, and from lines to paragraphs.
//!
//! A PDF says where each mark stands, not what follows what. Marks on one height make a row; a white strip that long rows of several lines
//! leave free parts columns, which are read one after the other; rows of short pieces are those of a table and stay together. Running heads,
//! page numbers and hyphens at line ends are the page's and not the text's.

use std::collections::{BTreeMap, BTreeSet};

/// A mark on a page: what it stands for, where, and how large, in points. `y` grows downwards.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    pub(super) words: String,
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) end: f64,
    pub(super) size: f64,
    /// Whether it opens what the page draws as one word; only before such a mark is a gap a blank.
    pub(super) opens: bool,
}

/// A piece of a line: marks side by side.
#[derive(Debug, Clone)]
struct Piece {
    words: String,
    x: f64,
    end: f64,
    y: f64,
    size: f64,
}

/// A line of a page.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) words: String,
    x: f64,
    y: f64,
    size: f64,
    /// Where a column or a page begins, nothing above belongs to the line.
    is_first: bool,
}

/// The lines of a page in reading order.
pub(super) fn lines(marks: &[Mark]) -> Vec<Line> {
    let pieces = pieces(marks);
    let mut rows: Vec<Vec<Piece>> = Vec::new();
    let mut sorted = pieces;
    sorted.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
    for piece in sorted {
        match rows.last_mut() {
            Some(row)
                if row
                    .first()
                    .is_some_and(|first| (piece.y - first.y).abs() < first.size.min(piece.size) * 0.4) =>
            {
                row.push(piece);
            }
            _ => rows.push(vec![piece]),
        }
    }
    rows.iter_mut().for_each(|row| row.sort_by(|a, b| a.x.total_cmp(&b.x)));
    let mut lines = Vec::new();
    in_columns(&rows, 0, &mut lines);
    lines
}

/// Joins marks that stand side by side, in the order in which the page draws them.
fn pieces(marks: &[Mark]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    // Where a figure that stands higher and smaller ends, the line goes on at its own height.
    let mut base: Option<(f64, f64)> = None;
    for mark in marks {
        let gap_of = |piece: &Piece| mark.x - piece.end;
        let fits = |piece: &Piece, y: f64, size: f64| {
            (mark.y - y).abs() < size * 0.5 && gap_of(piece) > -size * 0.6 && gap_of(piece) < size * 1.6
        };
        match pieces.last_mut() {
            Some(piece) if is_raised(mark, piece) && gap_of(piece).abs() < piece.size * 0.6 => {
                piece.words.extend(mark.words.chars().map(super::html::raised));
                piece.end = mark.end;
                base = Some((piece.y, piece.size));
            }
            Some(piece) if fits(piece, base.map_or(piece.y, |base| base.0), piece.size.max(mark.size)) => {
                if mark.opens && gap_of(piece) > piece.size * 0.12 && !piece.words.ends_with(' ') {
                    piece.words.push(' ');
                }
                piece.words.push_str(&mark.words);
                piece.end = mark.end;
            }
            _ => {
                base = None;
                pieces.push(Piece {
                    words: mark.words.clone(),
                    x: mark.x,
                    end: mark.end,
                    y: mark.y,
                    size: mark.size,
                });
            }
        }
    }
    pieces.retain(|piece| !piece.words.trim().is_empty());
    pieces
}

/// Whether a mark is a figure that stands higher and smaller than the piece before it: a footnote mark or an exponent.
fn is_raised(mark: &Mark, piece: &Piece) -> bool {
    let rise = piece.y - mark.y;
    mark.size < piece.size * 0.85
        && rise > piece.size * 0.12
        && rise < piece.size
        && mark.words.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '*'))
}

/// Columns within columns that are looked for.
const DEPTH: usize = 4;

/// Writes rows in reading order: what spans a gutter between, the left of it before the right.
fn in_columns(rows: &[Vec<Piece>], depth: usize, lines: &mut Vec<Line>) {
    let Some(gutter) = (depth < DEPTH).then(|| gutter_of(rows)).flatten() else {
        let first = lines.len();
        lines.extend(rows.iter().filter(|row| !row.is_empty()).map(|row| line_of(row)));
        if let Some(line) = lines.get_mut(first) {
            line.is_first = true;
        }
        return;
    };
    let mut at = 0;
    while at < rows.len() {
        let end = rows[at..].iter().position(|row| crosses(row, gutter)).map_or(rows.len(), |next| at + next);
        if end > at {
            let side = |is_left: bool| -> Vec<Vec<Piece>> {
                let of = |row: &Vec<Piece>| {
                    row.iter().filter(|piece| (piece.end <= gutter) == is_left).cloned().collect()
                };
                rows[at..end].iter().map(of).filter(|row: &Vec<Piece>| !row.is_empty()).collect()
            };
            in_columns(&side(true), depth + 1, lines);
            in_columns(&side(false), depth + 1, lines);
        }
        if end < rows.len() {
            let mut line = line_of(&rows[end]);
            line.is_first = true;
            lines.push(line);
        }
        at = end + 1;
    }
}

fn crosses(row: &[Piece], x: f64) -> bool {
    row.iter().any(|piece| piece.x < x && piece.end > x)
}

/// Most rows that are held against each other.
const ROWS: usize = 2_000;
/// Letters of a piece from which it is a line of text and no cell of a table.
const CELL: usize = 18;

/// Where the white strip between two columns lies; `None` where there are no columns.
fn gutter_of(rows: &[Vec<Piece>]) -> Option<f64> {
    if rows.len() < 3 || rows.len() > ROWS {
        return None;
    }
    // Between two pieces of one row.
    let mut strips: Vec<(f64, f64)> = Vec::new();
    for row in rows {
        strips.extend(row.windows(2).map(|pair| (pair[0].end, pair[1].x)).filter(|(from, to)| to > from));
    }
    let middle = |strip: &(f64, f64)| (strip.0 + strip.1) / 2.0;
    let mut best: Option<(usize, f64)> = None;
    for strip in strips.iter().take(200) {
        let at = middle(strip);
        let (mut left, mut right, mut both, mut across) = (Vec::new(), Vec::new(), 0, 0);
        for row in rows {
            if crosses(row, at) {
                across += 1;
                continue;
            }
            let (is_left, is_right) =
                (row.iter().any(|piece| piece.end <= at), row.iter().any(|piece| piece.x >= at));
            both += usize::from(is_left && is_right);
            let letters = |is_left: bool| -> usize {
                let side = row.iter().filter(|piece| (piece.end <= at) == is_left);
                side.map(|piece| piece.words.chars().count()).sum()
            };
            left.extend(is_left.then(|| letters(true)));
            right.extend(is_right.then(|| letters(false)));
        }
        let is_text = |side: &mut Vec<usize>| {
            side.sort_unstable();
            side.len() >= 3 && side[side.len() / 2] >= CELL
        };
        // Lines of text are as long as their column; rows of a table are not.
        if both >= 3
            && across * 2 <= rows.len()
            && is_text(&mut left)
            && is_text(&mut right)
            && best.is_none_or(|(most, _)| both > most)
        {
            best = Some((both, at));
        }
    }
    best.map(|(_, at)| at)
}

/// The pieces of a row on one line: cells parted by a tab.
fn line_of(row: &[Piece]) -> Line {
    let mut words = String::new();
    let mut end = f64::NEG_INFINITY;
    for piece in row {
        if !words.is_empty() {
            words.push(if piece.x - end > piece.size * 1.6 { '\t' } else { ' ' });
        }
        words.push_str(piece.words.trim());
        end = piece.end;
    }
    let first = row.first();
    let number = |of: fn(&Piece) -> f64| first.map_or(0.0, of);
    Line {
        words,
        x: number(|piece| piece.x),
        y: number(|piece| piece.y),
        size: number(|piece| piece.size),
        is_first: false,
    }
}

/// Takes running heads and page numbers off the pages: first and last lines that are the same on two pages and more but for their figures.
/// What was taken off is given back, once each.
pub(super) fn without_running_heads(pages: &mut [Vec<Line>]) -> Vec<String> {
    const EDGE: usize = 2;
    let shape = |line: &Line| -> String {
        line.words
            .chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| if c.is_ascii_digit() { '#' } else { c })
            .collect()
    };
    let edges = |count: usize| -> BTreeSet<usize> {
        (0..count).filter(|at| *at < EDGE || at + EDGE >= count).collect()
    };
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for page in pages.iter() {
        let shapes: BTreeSet<String> = edges(page.len()).into_iter().map(|at| shape(&page[at])).collect();
        shapes.into_iter().for_each(|shape| *seen.entry(shape).or_default() += 1);
    }
    let many = pages.len() > 1;
    let mut taken = Vec::new();
    for page in pages.iter_mut() {
        let edges = edges(page.len());
        // From the edge inwards: what stands behind a line of the text is the text's.
        let is_furniture = |line: &Line| {
            let shape = shape(line);
            let repeats = seen.get(&shape).copied().unwrap_or(0);
            let is_short = line.words.chars().count() <= 90;
            is_page_number(&line.words) && (many || shape.len() <= 3) || is_short && repeats >= 2 && many
        };
        // A page of nothing but its edges is no furniture.
        let is_bare = page.iter().enumerate().all(|(at, line)| edges.contains(&at) && is_furniture(line));
        if is_bare {
            continue;
        }
        let mut at = 0;
        page.retain(|line| {
            let is_out = edges.contains(&at) && is_furniture(line);
            at += 1;
            if is_out && !is_page_number(&line.words) && !taken.contains(&line.words) {
                taken.push(line.words.clone());
            }
            !is_out
        });
        if let Some(first) = page.first_mut() {
            first.is_first = true;
        }
    }
    taken
}

/// `3`, `- 3 -`, `Page 3 of 9`, `3/9`.
fn is_page_number(words: &str) -> bool {
    let mut has_figure = false;
    let is_part = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).all(|word| {
        let is_figure = word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit());
        has_figure |= is_figure;
        is_figure
            || matches!(word.to_lowercase().as_str(), "page" | "p" | "of" | "seite" | "von" | "página" | "de")
    });
    is_part && has_figure
}

/// The text of pages: lines of one paragraph joined, a word parted at a line's end made whole, a sentence that runs over a column or a page
/// kept in one, and a blank line between paragraphs.
pub(super) fn text_of(pages: &[Vec<Line>]) -> String {
    let whole: BTreeSet<String> = pages
        .iter()
        .flatten()
        .flat_map(|line| line.words.split(|c: char| !c.is_alphanumeric() && c != '-'))
        .map(str::to_lowercase)
        .collect();
    let mut text = String::new();
    let mut before: Option<&Line> = None;
    for line in pages.iter().flatten() {
        let cells: Vec<String> = line.words.split('\t').map(super::fact::one_line).collect();
        let words = cells.join("\t");
        if words.is_empty() {
            continue;
        }
        let goes_on = before.is_some_and(|before| goes_on(before, line, &text, &words));
        match (text.is_empty(), goes_on) {
            (true, _) => {}
            (_, false) => text.push_str("\n\n"),
            (_, true) if text.ends_with('\u{ad}') => {
                text.pop();
            }
            (_, true) if text.ends_with('-') && words.starts_with(char::is_lowercase) => {
                if !keeps_hyphen(&text, &words, &whole) {
                    text.pop();
                }
            }
            (_, true) => text.push(' '),
        }
        text.push_str(&words);
        before = Some(line);
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// Whether a line goes on with the paragraph of the line before it.
fn goes_on(before: &Line, line: &Line, text: &str, words: &str) -> bool {
    let ends = text
        .trim_end_matches(['"', '”', '’', ')', '»', '⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'])
        .ends_with(['.', '!', '?', ':']);
    let is_row = words.contains('\t') || before.words.contains('\t');
    let same_size = (before.size - line.size).abs() < before.size * 0.2;
    if is_row || !same_size {
        return false;
    }
    if line.is_first {
        return !ends && text.chars().count() > 30 && !words.starts_with(['•', '–', '-']);
    }
    let step = line.y - before.y;
    // An indent after the end of a sentence opens a paragraph.
    let is_indented = ends && line.x - before.x > line.size * 0.8 && line.x - before.x < line.size * 5.0;
    step > 0.0 && step <= before.size.max(line.size) * 1.55 && !is_indented
}

/// Whether the hyphen at a line's end belongs to its word: where the word stands with it elsewhere, or its first part is one that takes it.
fn keeps_hyphen(text: &str, words: &str, whole: &BTreeSet<String>) -> bool {
    const TAKES: &[&str] = &[
        "all", "anti", "co", "cross", "ex", "half", "high", "ill", "low", "mid", "multi", "non", "post",
        "pre", "pro", "quasi", "self", "semi", "so", "twenty", "thirty", "forty", "fifty", "sixty",
        "seventy", "eighty", "ninety", "well",
    ];
    let first = text[..text.len() - 1]
        .rsplit(|c: char| !c.is_alphanumeric() && c != '-')
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let second: String =
        words.chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect::<String>().to_lowercase();
    if whole.contains(&format!("{first}{second}")) {
        return false;
    }
    whole.contains(&format!("{first}-{second}"))
        || TAKES.contains(&first.as_str())
        || first.contains('-')
        || !first.chars().all(char::is_alphabetic)
        || first.is_empty()
}
