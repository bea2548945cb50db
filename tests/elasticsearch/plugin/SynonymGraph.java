package pantau;

import java.io.IOException;
import java.io.StringReader;
import java.text.ParseException;
import java.util.List;
import java.util.function.Function;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.synonym.SolrSynonymParser;
import org.apache.lucene.analysis.synonym.SynonymGraphFilter;
import org.apache.lucene.analysis.synonym.SynonymMap;
import org.apache.lucene.util.CharsRef;
import org.apache.lucene.util.CharsRefBuilder;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.IndexService.IndexCreationContext;
import org.elasticsearch.index.analysis.AbstractTokenFilterFactory;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.CustomAnalyzer;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;

/**
 * The token filter {@code synonym_graph} with the settings {@code synonyms} (rules in the Solr format), {@code expand} and
 * {@code lenient}; it refuses the others.
 *
 * <p>The words of a rule pass through what stands before the filter in its analyzer, so the rules are read once per analyzer.
 */
final class SynonymGraph extends AbstractTokenFilterFactory {

    private static final List<String> MISSING = List.of("format", "synonyms_path", "synonyms_set", "updateable");

    private final String rules;
    private final boolean expand;
    private final boolean lenient;

    SynonymGraph(String name, Settings settings) {
        super(name);
        if (settings.hasValue("synonyms") == false || MISSING.stream().anyMatch(settings::hasValue)) {
            throw new IllegalArgumentException("the tests' synonym_graph takes inline `synonyms` and none of " + MISSING);
        }
        rules = String.join("\n", settings.getAsList("synonyms"));
        expand = settings.getAsBoolean("expand", true);
        lenient = settings.getAsBoolean("lenient", false);
    }

    @Override
    public TokenFilterFactory getChainAwareTokenFilterFactory(
        IndexCreationContext context,
        TokenizerFactory tokenizer,
        List<CharFilterFactory> charFilters,
        List<TokenFilterFactory> filtersBefore,
        Function<String, TokenFilterFactory> allFilters
    ) {
        TokenFilterFactory[] filters = filtersBefore.stream().map(TokenFilterFactory::getSynonymFilter).toArray(TokenFilterFactory[]::new);
        try (Analyzer analyzer = new CustomAnalyzer(tokenizer, charFilters.toArray(CharFilterFactory[]::new), filters)) {
            Parser parser = new Parser(analyzer);
            parser.parse(new StringReader(rules));
            return new InChain(name(), parser.build());
        } catch (IOException | ParseException error) {
            throw new IllegalArgumentException("failed to build synonyms from [" + name() + "]", error);
        }
    }

    @Override
    public TokenStream create(TokenStream input) {
        throw new IllegalStateException(name() + " does nothing outside an analyzer");
    }

    private record InChain(String name, SynonymMap synonyms) implements TokenFilterFactory {

        @Override
        public TokenStream create(TokenStream input) {
            return synonyms.fst == null ? input : new SynonymGraphFilter(input, synonyms, false); // null: there are no rules
        }

        /** A later synonym filter reads its rules without this one. */
        @Override
        public TokenFilterFactory getSynonymFilter() {
            return IDENTITY_FILTER;
        }
    }

    /** Where the filter is lenient, leaves out the words that the analyzer cannot read, and keeps the rest of their rule. */
    private final class Parser extends SolrSynonymParser {

        private static final CharsRef UNREADABLE = new CharsRef();

        Parser(Analyzer analyzer) {
            super(true, expand, analyzer);
        }

        @Override
        public CharsRef analyze(String text, CharsRefBuilder reuse) throws IOException {
            try {
                return super.analyze(text, reuse);
            } catch (IllegalArgumentException error) {
                if (lenient) {
                    return UNREADABLE;
                }
                throw error;
            }
        }

        @Override
        public void add(CharsRef input, CharsRef output, boolean keepInput) {
            if (input != UNREADABLE && output != UNREADABLE) {
                super.add(input, output, keepInput);
            }
        }
    }
}
