import static org.apache.lucene.search.MultiTermQuery.CONSTANT_SCORE_REWRITE;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.queries.spans.SpanNearQuery;
import org.apache.lucene.queries.spans.SpanTermQuery;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MultiCollector;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortedNumericSelector;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocsCollector;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.Version;

/**
 * Lucene at the end of a pipe: commands in, answers out, each a list of byte strings after their lengths.
 *
 * <p>{@code _lucene.py} is the other end and says what the commands are. Time is that of this thread, without the
 * way through the pipe.
 */
public final class Lucene {
    static final int BUFFER = 512; // MB, as tantivy is given

    final Path folder;
    final int gap; // positions between title and body
    final int top; // values of a facet that are told
    final DataInputStream in = new DataInputStream(new BufferedInputStream(System.in, 1 << 20));
    final DataOutputStream out = new DataOutputStream(new BufferedOutputStream(System.out, 1 << 20));

    Lucene(String folder, String gap, String top) {
        this.folder = Path.of(folder);
        this.gap = Integer.parseInt(gap);
        this.top = Integer.parseInt(top);
    }

    public static void main(String[] arguments) throws IOException {
        Lucene lucene = new Lucene(arguments[1], arguments[2], arguments[3]);
        if (arguments[0].equals("build")) {
            lucene.build();
        } else {
            lucene.serve();
        }
    }

    /** Adds documents until the pipe ends, makes one segment of them, and tells the nanoseconds that took. */
    void build() throws IOException {
        IndexWriterConfig config = new IndexWriterConfig();
        config.setRAMBufferSizeMB(BUFFER);
        config.setMergeScheduler(new SerialMergeScheduler());
        long spent = 0;
        try (IndexWriter writer = new IndexWriter(FSDirectory.open(folder), config)) {
            Map<String, Terms> streams = new LinkedHashMap<>();
            for (List<byte[]> parts = read(); parts != null; parts = read()) {
                long start = nanoseconds();
                writer.addDocument(document(parts, streams));
                spent += nanoseconds() - start;
            }
            long start = nanoseconds();
            writer.forceMerge(1);
            writer.commit();
            spent += nanoseconds() - start;
        }
        write(List.of(Long.toString(spent).getBytes()));
    }

    /** Of id, stored bytes, seconds, year, persons, ministries, and then streams, each a name and its terms. */
    Document document(List<byte[]> parts, Map<String, Terms> streams) {
        Document document = new Document();
        document.add(new StringField("id", new BytesRef(parts.get(0)), Field.Store.YES));
        document.add(new StoredField("document", parts.get(1)));
        document.add(new LongField("at", Long.parseLong(text(parts.get(2))), Field.Store.NO));
        document.add(new SortedDocValuesField("date", new BytesRef(parts.get(3))));
        for (String facet : List.of("person", "ministry")) {
            for (String name : text(parts.get(facet.equals("person") ? 4 : 5)).split("\n")) {
                if (!name.isEmpty()) {
                    document.add(new KeywordField(facet, name, Field.Store.NO));
                }
            }
        }
        for (int place = 6; place < parts.size(); place += 2) {
            Terms terms = streams.computeIfAbsent(text(parts.get(place)), stream -> new Terms(stream, gap));
            terms.text = parts.get(place + 1);
            document.add(terms.field);
        }
        return document;
    }

    /** Answers searches until the pipe ends; before each come the nanoseconds that it is repeated for, to compile. */
    void serve() throws IOException {
        FSDirectory directory = FSDirectory.open(folder);
        Version written = SegmentInfos.readLatestCommit(directory).getCommitLuceneVersion();
        if (!written.equals(Version.LATEST)) {
            throw new IllegalStateException(folder + " was written by " + written + ", this is " + Version.LATEST);
        }
        try (DirectoryReader reader = DirectoryReader.open(directory)) {
            Searches searches = new Searches(reader, top);
            for (List<byte[]> parts = read(); parts != null; parts = read()) {
                List<String> words = parts.stream().map(Lucene::text).toList();
                List<String> asked = words.subList(1, words.size());
                long warm = nanoseconds() + Long.parseLong(words.get(0));
                while (nanoseconds() < warm) {
                    searches.answer(asked);
                }
                long wall = System.nanoTime();
                long cpu = nanoseconds();
                List<byte[]> told = new ArrayList<>(searches.answer(asked));
                cpu = nanoseconds() - cpu;
                wall = System.nanoTime() - wall;
                told.add(0, (wall + "\t" + cpu).getBytes());
                write(told);
            }
        }
    }

    /** Null: the other end is done. */
    List<byte[]> read() throws IOException {
        int count;
        try {
            count = in.readInt();
        } catch (EOFException end) {
            return null;
        }
        List<byte[]> parts = new ArrayList<>(count);
        for (int place = 0; place < count; place++) {
            parts.add(in.readNBytes(in.readInt()));
        }
        return parts;
    }

    void write(List<byte[]> parts) throws IOException {
        out.writeInt(parts.size());
        for (byte[] part : parts) {
            out.writeInt(part.length);
            out.write(part);
        }
        out.flush();
    }

    static long nanoseconds() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The terms of a stream as they came: between blanks, title and body on a line each. */
    static final class Terms extends TokenStream {
        final Field field;
        final int gap;
        final BytesTermAttribute term = addAttribute(BytesTermAttribute.class);
        final PositionIncrementAttribute step = addAttribute(PositionIncrementAttribute.class);
        byte[] text;
        int at;

        Terms(String stream, int gap) {
            this.gap = gap;
            FieldType type = new FieldType();
            boolean placed = !stream.equals("word");
            type.setIndexOptions(placed ? IndexOptions.DOCS_AND_FREQS_AND_POSITIONS : IndexOptions.DOCS_AND_FREQS);
            type.freeze();
            field = new Field(stream, this, type);
        }

        @Override
        public void reset() {
            at = 0;
        }

        @Override
        public boolean incrementToken() {
            int moved = 1;
            for (; at < text.length && isBlank(text[at]); at++) {
                moved += text[at] == '\n' ? gap : 0;
            }
            int start = at;
            while (at < text.length && !isBlank(text[at])) {
                at++;
            }
            clearAttributes();
            term.setBytesRef(new BytesRef(text, start, at - start));
            step.setPositionIncrement(moved);
            return at > start;
        }

        static boolean isBlank(byte letter) {
            return letter == ' ' || letter == '\n';
        }
    }

    /** An index of one segment, and what it answers. */
    static final class Searches {
        final IndexSearcher searcher;
        final LeafReaderContext segment;
        final StoredFields stored;
        final int top;
        final Found found;
        final Map<String, Counter> counters = new LinkedHashMap<>();

        Searches(DirectoryReader reader, int top) throws IOException {
            searcher = new IndexSearcher(reader);
            searcher.setQueryCache(null); // a request that comes again is searched for again
            if (reader.leaves().size() != 1) {
                throw new IllegalStateException("expected one segment, not " + reader.leaves().size());
            }
            segment = reader.leaves().get(0);
            stored = reader.storedFields();
            this.top = top;
            found = new Found(reader.maxDoc());
            for (String facet : List.of("date", "person", "ministry")) {
                counters.put(facet, new Counter(DocValues.getSortedSet(segment.reader(), facet).getValueCount()));
            }
        }

        /**
         * Of start, size, sort, facets between commas, and the query: the total, the number of hits, their stored
         * bytes, and for each facet a line for each of its commonest values.
         */
        @SuppressWarnings("deprecation") // in favour of what puts together the finds of several threads
        List<byte[]> answer(List<String> words) throws IOException {
            Iterator<String> rest = words.iterator();
            int start = Integer.parseInt(rest.next());
            int size = Integer.parseInt(rest.next());
            boolean newest = rest.next().equals("newest");
            List<String> facets = Arrays.stream(rest.next().split(",")).filter(name -> !name.isEmpty()).toList();
            Query query = searcher.rewrite(query(rest));
            found.size = 0;
            long known = facets.isEmpty() ? count(query) : -1;
            int exactly = known < 0 ? Integer.MAX_VALUE : 1;
            ScoreDoc[] hits = {};
            if (size > 0) {
                TopDocsCollector<?> page = page(start + size, newest, exactly);
                searcher.search(query, facets.isEmpty() ? page : MultiCollector.wrap(page, found));
                known = known < 0 ? page.getTotalHits() : known;
                hits = page.topDocs(start, size).scoreDocs;
            } else {
                searcher.search(query, found);
                known = found.size;
            }
            List<byte[]> told = new ArrayList<>(List.of((known + "\t" + hits.length).getBytes()));
            for (ScoreDoc hit : hits) {
                told.add(stored.document(hit.doc, Set.of("document")).getBinaryValue("document").bytes);
            }
            for (String facet : facets) {
                SortedSetDocValues values = DocValues.getSortedSet(segment.reader(), facet);
                told.add(counters.get(facet).commonest(values, found, top).getBytes(StandardCharsets.UTF_8));
            }
            return told;
        }

        /** How many match, where the index knows without a search; else -1. */
        long count(Query query) throws IOException {
            return searcher.createWeight(query, ScoreMode.COMPLETE_NO_SCORES, 1).count(segment);
        }

        static TopDocsCollector<?> page(int last, boolean newest, int exactly) throws IOException {
            if (newest) {
                Sort sort = new Sort(LongField.newSortField("at", true, SortedNumericSelector.Type.MAX));
                return new TopFieldCollectorManager(sort, last, null, exactly).newCollector();
            }
            return new TopScoreDocCollectorManager(last, null, exactly).newCollector();
        }

        /** Reads a query whose operators stand before what they join; prefixes not as is usual, which takes longer. */
        static Query query(Iterator<String> words) {
            String kind = words.next();
            return switch (kind) {
                case "term" -> new TermQuery(new Term(words.next(), words.next()));
                case "prefix" -> new PrefixQuery(new Term(words.next(), words.next()), CONSTANT_SCORE_REWRITE);
                case "phrase" -> phrase(Integer.parseInt(words.next()), words.next(), words.next().split(" "));
                case "range" ->
                    LongField.newRangeQuery(words.next(), Long.parseLong(words.next()), Long.parseLong(words.next()));
                case "boost" -> boosted(Float.parseFloat(words.next()), query(words));
                case "all" -> all(Integer.parseInt(words.next()), words);
                default -> throw new IllegalArgumentException(kind);
            };
        }

        static Query boosted(float weight, Query query) {
            return new BoostQuery(query, weight);
        }

        static Query all(int count, Iterator<String> words) {
            BooleanQuery.Builder builder = new BooleanQuery.Builder();
            for (int place = 0; place < count; place++) {
                Occur occur = Occur.valueOf(words.next());
                builder.add(query(words), occur);
            }
            return builder.build();
        }

        /** Spans keep the order, which a PhraseQuery with a slop does not; they are faster than intervals. */
        static Query phrase(int slop, String stream, String[] words) {
            if (slop == 0) {
                return new PhraseQuery(stream, words);
            }
            SpanNearQuery.Builder near = SpanNearQuery.newOrderedNearQuery(stream).setSlop(slop);
            for (String word : words) {
                near.addClause(new SpanTermQuery(new Term(stream, word)));
            }
            return near.build();
        }
    }

    /** All documents of a search, to count the facets of. */
    static final class Found extends SimpleCollector {
        final int[] documents;
        int size;

        Found(int most) {
            documents = new int[most];
        }

        @Override
        public void collect(int document) {
            documents[size++] = document;
        }

        @Override
        public ScoreMode scoreMode() {
            return ScoreMode.COMPLETE_NO_SCORES;
        }
    }

    /** How many documents have each value of a facet; of few documents, only their values are looked at. */
    static final class Counter {
        final int[] counts;
        final int[] touched;
        int size;

        Counter(long values) {
            counts = new int[(int) values];
            touched = new int[(int) values];
        }

        /** The commonest first; each with its count, a tab between them. */
        String commonest(SortedSetDocValues values, Found found, int top) throws IOException {
            size = 0;
            SortedDocValues single = DocValues.unwrapSingleton(values);
            if (single == null) {
                countAll(values, found);
            } else {
                countEach(single, found);
            }
            PriorityQueue<Long> best = new PriorityQueue<>(top + 1);
            for (int place = 0; place < size; place++) {
                int ordinal = touched[place];
                long rank = ((long) counts[ordinal] << 32) | (Integer.MAX_VALUE - ordinal);
                counts[ordinal] = 0;
                if (best.size() < top) {
                    best.add(rank);
                } else if (rank > best.peek()) {
                    best.poll();
                    best.add(rank);
                }
            }
            List<Long> ranks = new ArrayList<>(best);
            ranks.sort((one, other) -> Long.compare(other, one));
            StringBuilder told = new StringBuilder();
            for (long rank : ranks) {
                told.append(values.lookupOrd(Integer.MAX_VALUE - (int) rank).utf8ToString());
                told.append('\t').append(rank >> 32).append('\n');
            }
            return told.toString();
        }

        void countAll(SortedSetDocValues values, Found found) throws IOException {
            for (int place = 0; place < found.size; place++) {
                if (values.advanceExact(found.documents[place])) {
                    for (int left = values.docValueCount(); left > 0; left--) {
                        add((int) values.nextOrd());
                    }
                }
            }
        }

        void countEach(SortedDocValues values, Found found) throws IOException {
            for (int place = 0; place < found.size; place++) {
                if (values.advanceExact(found.documents[place])) {
                    add(values.ordValue());
                }
            }
        }

        void add(int ordinal) {
            if (counts[ordinal]++ == 0) {
                touched[size++] = ordinal;
            }
        }
    }
}
