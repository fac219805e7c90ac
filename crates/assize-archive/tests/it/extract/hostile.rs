use super::read;
use assize_archive::extract::{ExtractError, Limits, extract};
use std::time::{Duration, Instant};

fn quick<T>(work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    assert!(start.elapsed() < Duration::from_secs(20), "took {:?}", start.elapsed());
    done
}

fn is_limit(found: Result<impl Sized, ExtractError>, limit: &str) {
    match found.map(drop) {
        Err(ref error @ ExtractError::Limit { ref name, .. }) => {
            assert_eq!(name, limit);
            assert!(error.to_string().contains(limit), "{error}");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_file_over_the_limit_says_how_to_raise_it_and_then_works() {
    let line = vec![b'a'; 3_000_000];
    let small = Limits { file_bytes: 1_000_000, ..Limits::default() };
    is_limit(extract("a.txt", &line, &small), "file_bytes");
    assert_eq!(quick(|| read("a.txt", &line)).unwrap().text.len(), line.len());
}

#[test]
fn deep_nesting_is_refused_before_anything_recurses() {
    is_limit(quick(|| read("a.html", "<div>".repeat(100_000))), "html_depth");
    is_limit(quick(|| read("a.html", format!("<html>{}", "<b><i>".repeat(50_000)))), "html_depth");
    is_limit(quick(|| read("a.html", format!("<html><svg>{}", "<tr>".repeat(3_000)))), "html_depth");
    is_limit(quick(|| read("a.html", format!("<html>{}", "<table><tr><td>".repeat(1_500)))), "html_depth");
}

#[test]
fn tags_in_scripts_and_comments_are_not_nesting() {
    let html = format!(
        "<html><head><script>{0}</script></head><body><!-- {0} --><p>Words.</p>{1}</body></html>",
        "'<div>'+".repeat(20_000),
        "<p>And more".repeat(6_000),
    );
    let found = quick(|| read("a.html", &html)).unwrap();
    assert!(found.text.starts_with("Words.\n\nAnd more\n"), "{}", &found.text[..60]);
    assert_eq!(found.text.matches("And more").count(), 6_000);
}

#[test]
fn odd_pages_end_with_words_or_an_error_and_never_a_panic() {
    let huge_attribute =
        format!("<html><body><p class=\"{}\">Words.</p></body></html>", "x".repeat(5_000_000));
    assert_eq!(quick(|| read("a.html", &huge_attribute)).unwrap().text, "Words.\n");
    assert_eq!(read("a.html", "<html><body><p>a\0b</p></body></html>").unwrap().text, "ab\n");
    assert!(matches!(read("a.html", "<html><script>only()</script></html>"), Err(ExtractError::NoText(_))));
    assert!(matches!(read("a.html", ""), Err(ExtractError::NoText(_))));
    let nested_json =
        format!("<html><script type='application/ld+json'>{}</script><p>Words.", "[".repeat(100_000));
    assert_eq!(quick(|| read("a.html", &nested_json)).unwrap().text, "Words.\n");
    for open in [
        "<html><!--",
        "<html><script>",
        "<html><p title='",
        "<html><textarea>",
        "<html><![CDATA[",
        "<html><table><p>x",
    ] {
        let _ = quick(|| read("a.html", format!("{open}{}", "<p>y".repeat(20_000))));
    }
}

#[test]
fn a_page_over_its_own_limit_is_refused() {
    let small = Limits { html_bytes: 1_000, ..Limits::default() };
    is_limit(extract("a.html", format!("<html>{}", "x".repeat(2_000)).as_bytes(), &small), "html_bytes");
}
