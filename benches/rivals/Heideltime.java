import de.unihd.dbs.heideltime.standalone.DocumentType;
import de.unihd.dbs.heideltime.standalone.HeidelTimeStandalone;
import de.unihd.dbs.heideltime.standalone.OutputType;
import de.unihd.dbs.heideltime.standalone.POSTagger;
import de.unihd.dbs.uima.annotator.heideltime.resources.Language;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.SimpleDateFormat;
import java.util.List;

/** Asks HeidelTime many documents in one process: lines of `text file`, tab, `answer file`, tab, `day of publication or -`. */
class Heideltime {
    public static void main(String[] arguments) throws Exception {
        DocumentType type = DocumentType.valueOf(arguments[0]);
        List<String> lines = Files.readAllLines(Path.of(arguments[1]));
        HeidelTimeStandalone tagger = new HeidelTimeStandalone(
                Language.ENGLISH, type, OutputType.TIMEML, arguments[2], POSTagger.TREETAGGER, false);
        for (String line : lines) {
            String[] parts = line.split("\t");
            String text = Files.readString(Path.of(parts[0]));
            String answer = parts[2].equals("-")
                    ? tagger.process(text)
                    : tagger.process(text, new SimpleDateFormat("yyyy-MM-dd").parse(parts[2]));
            Files.writeString(Path.of(parts[1]), answer);
        }
    }
}
