//! Tagged documents in CoNLL-U, as GUM ships them.

/// One document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaggedDocument {
    /// Its id in the corpus.
    pub name: String,
    /// Its sentences.
    pub sentences: Vec<TaggedSentence>,
}

/// One sentence.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TaggedSentence {
    /// The sentence as written.
    pub text: String,
    /// Its words with their Penn tags.
    pub words: Vec<(String, String)>,
}

/// Reads every document of `text`. Lines that are neither comment nor word are passed over.
pub fn read(text: &str) -> Vec<TaggedDocument> {
    let mut documents: Vec<TaggedDocument> = Vec::new();
    let mut sentence = TaggedSentence::default();
    for line in text.lines().chain([""]) {
        if let Some(name) = line.strip_prefix("# newdoc id = ") {
            documents.push(TaggedDocument { name: name.to_owned(), sentences: Vec::new() });
        } else if let Some(words) = line.strip_prefix("# text = ") {
            words.clone_into(&mut sentence.text);
        } else if line.is_empty() {
            let done = std::mem::take(&mut sentence);
            if let (false, Some(document)) = (done.words.is_empty(), documents.last_mut()) {
                document.sentences.push(done);
            }
        } else if !line.starts_with('#') {
            let fields: Vec<&str> = line.split('\t').collect();
            if let [id, form, _, _, tag, ..] = fields[..]
                && id.bytes().all(|b| b.is_ascii_digit())
            {
                sentence.words.push((form.to_owned(), tag.to_owned()));
            }
        }
    }
    documents
}

/// Whether the document at this index is held out from training: every eighth.
pub const fn held_out(index: usize) -> bool {
    index % 8 == 3
}

/// Whether the document at this index is set aside while features are chosen, so that the held-out ones stay unseen.
pub const fn for_choosing(index: usize) -> bool {
    index % 8 == 6
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_and_tags_are_read() {
        let text = "# newdoc id = a\n# text = Boats sank\n1\tBoats\tboat\tNOUN\tNNS\t_\n2\tsank\tsink\tVERB\tVBD\t_\n\n";
        let documents = super::read(text);
        assert_eq!(documents[0].sentences[0].words[1], ("sank".to_owned(), "VBD".to_owned()));
        assert_eq!(documents[0].sentences[0].text, "Boats sank");
    }
}
