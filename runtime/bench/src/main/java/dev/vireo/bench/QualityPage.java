package dev.vireo.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vireo.api.media.Box;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One page, pictures included, that shows where the answers over labelled footage were wrong. */
final class QualityPage {
    private static final int WORST = 10;
    private static final int PICTURE_SIDE = 480;

    private final Appliance appliance;
    private final Path folder;
    private final Map<Path, JsonNode> assets = new HashMap<>();

    /** @param job the finished job that added the folder: which file became which asset */
    QualityPage(Appliance appliance, Path folder, JsonNode job) {
        this.appliance = appliance;
        this.folder = folder;
        job.path("items").forEach(item -> assets.put(Path.of(item.path("path").asText()), item));
    }

    /** One wrong thing. */
    private record Fault(
            String question, Path file, long ms, Optional<Box> claimed, List<Box> labelled, String title, List<String> said) {}

    void write(Path html, Map<String, List<Scorecard>> groups) throws Exception {
        StringBuilder page = new StringBuilder(1 << 16);
        page.append(head("How well Vireo answers over " + folder.getFileName()))
                .append("<p class=note>Every label was asked as a question. The list of an answer is its hits, then its near misses; a "
                        + "picture counts once. A hit is a claim; a near miss is none.</p>");
        summary(page, groups);
        for (Map.Entry<String, List<Scorecard>> group : groups.entrySet()) {
            List<Scorecard> cards = group.getValue();
            String of = groups.size() > 1 ? " (" + group.getKey() + ")" : "";
            reliability(page, "Probability against truth" + of, QualityBench.Totals.of(cards).claims());
            faults(page, "Claimed, but not labelled" + of,
                    "Hits on pictures without the label, the surest first. Look twice: labels have gaps too.", claimed(cards));
            faults(page, "Labelled, but not claimed" + of,
                    "Pictures with the label that are no hit, the largest labelled object first.", missed(cards));
            faults(page, "Ranked before a right one" + of,
                    "Near misses without the label that stand before a picture that has it.", misplaced(cards));
            table(page, "By question" + of, cards);
        }
        page.append("</html>\n");
        Files.writeString(html, page);
    }

    /** The start of a page, its title as headline. */
    static String head(String title) {
        return "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'><title>" + text(title)
                + "</title><style>" + STYLE + "</style><h1>" + text(title) + "</h1>";
    }

    private static void summary(StringBuilder page, Map<String, List<Scorecard>> groups) {
        page.append("<table><tr><th>questions<th>number<th>P@1<th>P@10<th>mAP<th>ECE<th>hits<th>wrong<th>hits of 0.8 and more<th>wrong");
        groups.forEach((group, cards) -> {
            QualityBench.Totals t = QualityBench.Totals.of(cards);
            page.append("<tr><th>").append(text(group)).append(cell(cards.size())).append(cell(t.p1())).append(cell(t.p10()))
                    .append(cell(t.map())).append(cell(t.ece())).append(cell(t.hits())).append(cell(t.wrong()))
                    .append(cell(t.sure())).append(cell(t.sureWrong()));
        });
        page.append("</table>");
    }

    /** A table whose bars show the share that was right, with a mark where the probability says it should be. */
    static void reliability(StringBuilder page, String title, Reliability claims) {
        page.append("<h2>").append(text(title)).append("</h2><p class=note>").append(claims.size())
                .append(" results of probability 0.1 and more. ECE ").append(number(claims.ece())).append(", Brier score ")
                .append(number(claims.brier()))
                .append(". The bar is the share that was right; the line is the mean probability that was told.</p>")
                .append("<table><tr><th>told<th>results<th>mean told<th>right<th class=wide>");
        for (Reliability.Bin bin : claims.bins()) {
            page.append("<tr><td>").append(String.format(Locale.ROOT, "%.1f–%.1f", bin.from(), bin.to())).append(cell(bin.claims()))
                    .append(cell(bin.probability())).append(cell(bin.right()))
                    .append(String.format(Locale.ROOT,
                            "<td class=wide><div class=scale><div class=bar style='width:%.1f%%'></div>"
                                    + "<div class=mark style='left:%.1f%%'></div></div>",
                            100 * bin.right(), 100 * bin.probability()));
        }
        page.append("</table>");
    }

    private static void table(StringBuilder page, String title, List<Scorecard> cards) {
        page.append("<h2>").append(text(title))
                .append("</h2><table><tr><th>question<th>labelled<th>AP<th>P@1<th>hits<th>wrong<th>not claimed<th>answer");
        cards.stream()
                .sorted(Comparator.comparingDouble(Scorecard::averagePrecision).thenComparing(Scorecard::question))
                .forEach(c -> page.append("<tr><td>").append(text(c.question())).append(cell(c.relevant()))
                        .append(cell(c.averagePrecision())).append(cell(c.precision1())).append(cell(c.hits(0)))
                        .append(cell(c.wrong(0))).append(cell(c.missed().size())).append("<td>")
                        .append(text(c.status().replace('_', ' '))));
        page.append("</table>");
    }

    private static List<Fault> claimed(List<Scorecard> cards) {
        record Claim(Scorecard card, Scorecard.Entry entry) {}
        List<Claim> all = new ArrayList<>();
        cards.forEach(card -> card.entries().stream().filter(e -> e.hit() && !e.right()).forEach(e -> all.add(new Claim(card, e))));
        return all.stream()
                .sorted(Comparator.comparingDouble((Claim c) -> -c.entry.probability()))
                .limit(WORST)
                .map(c -> fault(c.card, c.entry, "probability " + number(c.entry.probability())))
                .toList();
    }

    private static List<Fault> misplaced(List<Scorecard> cards) {
        record Claim(Scorecard card, Scorecard.Entry entry) {}
        List<Claim> all = new ArrayList<>();
        cards.forEach(card -> card.misplaced().forEach(e -> all.add(new Claim(card, e))));
        return all.stream()
                .sorted(Comparator.comparingDouble((Claim c) -> -c.entry.probability()))
                .limit(WORST)
                .map(c -> fault(c.card, c.entry, "place " + (c.card.entries().indexOf(c.entry) + 1) + ", probability "
                        + number(c.entry.probability())))
                .toList();
    }

    private static Fault fault(Scorecard card, Scorecard.Entry entry, String title) {
        return new Fault(card.question(), entry.file(), entry.found().path("frame_ms").asLong(), entry.region(), List.of(), title,
                said(entry.found()));
    }

    private List<Fault> missed(List<Scorecard> cards) {
        record Lost(Scorecard card, Scorecard.Missed missed, double size) {}
        List<Lost> all = new ArrayList<>();
        cards.forEach(card -> card.missed().forEach(m -> all.add(new Lost(card, m, size(m.shown().boxes())))));
        return all.stream()
                .sorted(Comparator.comparingDouble((Lost l) -> -l.size)
                        .thenComparingDouble(l -> l.missed.near().map(Scorecard.Entry::probability).orElse(0.0)))
                .limit(WORST)
                .map(l -> {
                    Optional<Scorecard.Entry> near = l.missed.near();
                    long ms = l.missed.shown().span().map(s -> (s.fromMs() + s.toMs()) / 2)
                            .orElse(near.map(e -> e.found().path("frame_ms").asLong()).orElse(0L));
                    String title = near.map(e -> "near miss, probability " + number(e.probability()))
                            .orElse(l.card.status().equals("needs_clarification") ? "asked back" : "not in the list");
                    return new Fault(l.card.question(), l.missed.shown().file(), ms,
                            near.flatMap(Scorecard.Entry::region), l.missed.shown().boxes(), title,
                            near.map(e -> said(e.found())).orElse(List.of()));
                })
                .toList();
    }

    private static double size(List<Box> boxes) {
        return boxes.stream().mapToDouble(Box::area).max().orElse(0);
    }

    private static List<String> said(JsonNode found) {
        List<String> lines = new ArrayList<>();
        found.path("evidence").forEach(e -> lines.add(e.path("verdict").asText().replace('_', ' ') + ": " + e.path("value").asText()
                + " (" + e.path("model").asText() + ")"));
        return lines;
    }

    private void faults(StringBuilder page, String title, String note, List<Fault> faults) throws Exception {
        page.append("<h2>").append(text(title)).append("</h2><p class=note>").append(text(note)).append(' ')
                .append(faults.isEmpty() ? "None." : "<span class=claimed>Red</span> is what Vireo points to"
                        + (faults.stream().anyMatch(f -> !f.labelled.isEmpty()) ? ", <span class=labelled>green</span> what is labelled." : "."))
                .append("</p><div class=grid>");
        for (Fault fault : faults) {
            page.append("<figure>");
            picture(page, fault);
            page.append("<figcaption><b>").append(text(fault.question)).append("</b> · ").append(text(fault.title))
                    .append("<br><span class=file>").append(text(folder.relativize(fault.file).toString()))
                    .append(fault.ms > 0 ? text(String.format(Locale.ROOT, " at %.1f s", fault.ms / 1000.0)) : "").append("</span>");
            fault.said.forEach(line -> page.append("<br>").append(text(line)));
            page.append("</figcaption></figure>");
        }
        page.append("</div>");
    }

    private void picture(StringBuilder page, Fault fault) throws Exception {
        String asset = assets.get(fault.file).path("asset").asText();
        JsonNode about = appliance.get("/api/v1/assets/" + asset);
        int width = about.path("width").asInt();
        int height = about.path("height").asInt();
        byte[] jpeg = appliance.bytes("/api/v1/assets/" + asset + "/frame?ms=" + fault.ms + "&max_side=" + PICTURE_SIDE);
        page.append("<svg viewBox='0 0 ").append(width).append(' ').append(height)
                .append("'><image width=100% height=100% href='data:image/jpeg;base64,")
                .append(Base64.getEncoder().encodeToString(jpeg)).append("'/>");
        fault.labelled.forEach(box -> rectangle(page, box, "labelled", width));
        fault.claimed.ifPresent(box -> rectangle(page, box, "claimed", width));
        page.append("</svg>");
    }

    private static void rectangle(StringBuilder page, Box box, String kind, int width) {
        page.append(String.format(Locale.ROOT, "<rect class=%s x=%.1f y=%.1f width=%.1f height=%.1f stroke-width=%.1f />", kind,
                box.x(), box.y(), box.w(), box.h(), width / 130.0));
    }

    private static String cell(double value) {
        return "<td class=n>" + number(value);
    }

    private static String cell(long value) {
        return "<td class=n>" + value;
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.3f", value);
    }

    /** Names of files and labels are the user's, and may hold anything. */
    static String text(String plain) {
        StringBuilder safe = new StringBuilder(plain.length() + 16);
        plain.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(Character.isISOControl(c) ? '\ufffd' : c);
            }
        });
        return safe.toString();
    }

    private static final String STYLE = """
            body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:1180px;padding:0 1rem;color:#1c2429;background:#fff}
            h1{font-size:1.6rem}h2{font-size:1.15rem;margin:2.2rem 0 .3rem}
            .note{color:#58656d;margin:.2rem 0 .8rem;max-width:60rem}
            table{border-collapse:collapse}th,td{padding:.25rem .8rem;border-bottom:1px solid #dfe5e8;text-align:left}
            th{font-weight:600;color:#3b474e}.n{text-align:right;font-variant-numeric:tabular-nums}
            .wide{width:20rem}.scale{position:relative;height:.9rem;background:#eef2f4}
            .bar{height:100%;background:#3d8fb8}.mark{position:absolute;top:-.15rem;height:1.2rem;width:2px;background:#c2281d}
            .grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(260px,1fr));gap:1rem}
            figure{margin:0;border:1px solid #dfe5e8;border-radius:6px;overflow:hidden;display:flex;flex-direction:column}
            svg{display:block;width:100%;height:190px;background:#12181c}figcaption{padding:.5rem .7rem;font-size:.84rem;overflow-wrap:anywhere}
            .file{color:#58656d}span.claimed{color:#c2281d;font-weight:600}span.labelled{color:#1f8f3a;font-weight:600}
            rect{fill:none}rect.claimed{stroke:#ff4133}rect.labelled{stroke:#35d05c;stroke-dasharray:12 7}
            @media(prefers-color-scheme:dark){body{background:#12181c;color:#dde4e8}th{color:#b4c0c7}.note,.file{color:#8fa0a9}
            th,td,figure{border-color:#2b363d}.scale{background:#232d33}}
            """;
}
