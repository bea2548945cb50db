package pantau;

import static org.elasticsearch.plugins.AnalysisPlugin.requiresAnalysisSettings;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.FilteringTokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.email.UAX29URLEmailTokenizer;
import org.apache.lucene.analysis.id.IndonesianAnalyzer;
import org.apache.lucene.analysis.id.IndonesianStemFilter;
import org.apache.lucene.analysis.pattern.PatternCaptureGroupTokenFilter;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.analysis.AbstractIndexAnalyzerProvider;
import org.elasticsearch.index.analysis.AbstractTokenFilterFactory;
import org.elasticsearch.index.analysis.AnalyzerProvider;
import org.elasticsearch.index.analysis.PreConfiguredTokenFilter;
import org.elasticsearch.index.analysis.PreConfiguredTokenizer;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;

/**
 * For tests only: what the distribution from Maven Central lacks of the module analysis-common.
 *
 * <p>That is the analyzer {@code indonesian}, which is Lucene's and the same as in a full distribution, the token filters that make
 * one like it with synonyms, and the parts that the security index names in its settings.
 */
public final class IndonesianAnalysisPlugin extends Plugin implements AnalysisPlugin {

    @Override
    public Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> getAnalyzers() {
        return Map.of("indonesian", (index, environment, name, settings) -> new Indonesian(name));
    }

    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        return Map.of(
            "pattern_capture", (index, environment, name, settings) -> new PatternCapture(name, settings),
            "stemmer", requiresAnalysisSettings((index, environment, name, settings) -> new Stemmer(name, settings)),
            "synonym_graph", requiresAnalysisSettings((index, environment, name, settings) -> new SynonymGraph(name, settings))
        );
    }

    @Override
    public List<PreConfiguredTokenFilter> getPreConfiguredTokenFilters() {
        return List.of(PreConfiguredTokenFilter.singleton("unique", true, Unique::new));
    }

    @Override
    public List<PreConfiguredTokenizer> getPreConfiguredTokenizers() {
        return List.of(PreConfiguredTokenizer.singleton("uax_url_email", UAX29URLEmailTokenizer::new));
    }

    private static final class Indonesian extends AbstractIndexAnalyzerProvider<IndonesianAnalyzer> {

        private final IndonesianAnalyzer analyzer = new IndonesianAnalyzer();

        Indonesian(String name) {
            super(name);
        }

        @Override
        public IndonesianAnalyzer get() {
            return analyzer;
        }
    }

    /** The token filter {@code stemmer}, for Indonesian alone. */
    private static final class Stemmer extends AbstractTokenFilterFactory {

        Stemmer(String name, Settings settings) {
            super(name);
            if ("indonesian".equalsIgnoreCase(settings.get("language")) == false) {
                throw new IllegalArgumentException("the tests' stemmer needs `language: indonesian`");
            }
        }

        @Override
        public TokenStream create(TokenStream input) {
            return new IndonesianStemFilter(input);
        }
    }

    private static final class PatternCapture extends AbstractTokenFilterFactory {

        private final boolean preserveOriginal;
        private final Pattern[] patterns;

        PatternCapture(String name, Settings settings) {
            super(name);
            preserveOriginal = settings.getAsBoolean("preserve_original", true);
            patterns = settings.getAsList("patterns").stream().map(Pattern::compile).toArray(Pattern[]::new);
        }

        @Override
        public TokenStream create(TokenStream input) {
            return new PatternCaptureGroupTokenFilter(input, preserveOriginal, patterns);
        }
    }

    /** Lets each term of a stream through once. */
    private static final class Unique extends FilteringTokenFilter {

        private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
        private final Set<String> seen = new HashSet<>();

        Unique(TokenStream input) {
            super(input);
        }

        @Override
        protected boolean accept() {
            return seen.add(term.toString());
        }

        @Override
        public void reset() throws IOException {
            super.reset();
            seen.clear();
        }
    }
}
