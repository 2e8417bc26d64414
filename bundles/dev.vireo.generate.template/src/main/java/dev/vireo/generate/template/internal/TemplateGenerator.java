package dev.vireo.generate.template.internal;

import dev.vireo.api.generate.GenerationRequest;
import dev.vireo.api.generate.Generator;
import dev.vireo.api.model.Provider;
import dev.vireo.api.model.ProviderInfo;
import dev.vireo.api.query.AnswerStatus;
import dev.vireo.api.query.Condition;
import dev.vireo.api.query.Evidence;
import dev.vireo.api.query.Hit;
import dev.vireo.api.query.Verdict;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Component;

/**
 * Says what the evidence says, in English or Chinese, by filling in sentences. It cannot add anything that was not
 * measured; a language model may take its place as the higher ranked generator.
 */
@Component(service = {Generator.class, Provider.class})
public final class TemplateGenerator implements Generator {
    /** More are counted, not told one by one. */
    private static final int TOLD = 3;
    private static final ProviderInfo INFO = new ProviderInfo("template", "0.1.0", "Sentences filled in from the evidence");

    @Override
    public ProviderInfo info() {
        return INFO;
    }

    @Override
    public String compose(GenerationRequest request) {
        return "zh".equals(request.plan().language()) ? new Chinese(request).text() : new English(request).text();
    }

    /** What both languages share. */
    private abstract static class Language {
        final GenerationRequest request;
        final Map<String, Condition> conditions = new LinkedHashMap<>();

        Language(GenerationRequest request) {
            this.request = request;
            request.plan().conditions().forEach(c -> conditions.put(c.id(), c));
        }

        abstract String hit(Hit hit);

        abstract String found(int hits);

        abstract String nothing();

        abstract String miss(Hit hit);

        abstract String more(int left);

        abstract String unsure();

        final String text() {
            List<String> sentences = new ArrayList<>();
            if (request.status() == AnswerStatus.ANSWERED && !request.hits().isEmpty()) {
                sentences.add(found(request.hits().size()));
                List<Hit> told = request.hits().subList(0, Math.min(TOLD, request.hits().size()));
                for (int i = 0; i < told.size(); i++) {
                    sentences.add(hit(told.get(i)));
                }
                if (request.hits().size() > TOLD) {
                    sentences.add(more(request.hits().size() - TOLD));
                }
            } else {
                sentences.add(nothing());
                if (!request.nearMisses().isEmpty()) {
                    sentences.add(miss(request.nearMisses().get(0)));
                }
                if (outside()) {
                    sentences.add(unsure());
                }
            }
            return String.join(separator(), sentences);
        }

        String separator() {
            return " ";
        }

        /** Whether a free part of the question lies outside what the live models know. */
        private boolean outside() {
            return request.nearMisses().stream()
                    .flatMap(hit -> hit.evidence().stream())
                    .anyMatch(e -> e.verdict() == Verdict.UNSURE && e.value().contains("outside the vocabulary"));
        }

        final String when(Hit hit) {
            if (hit.capturedAt().isEmpty()) {
                return "";
            }
            ZoneId zone = request.zone();
            return DateTimeFormatter.ofPattern(pattern(), Locale.ROOT)
                    .format(hit.capturedAt().get().atZoneSameInstant(zone));
        }

        abstract String pattern();

        static String position(long ms) {
            long s = ms / 1000;
            return s >= 3600
                    ? String.format(Locale.ROOT, "%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60)
                    : String.format(Locale.ROOT, "%d:%02d", s / 60, s % 60);
        }

        /** File name only, without anything that could pass for a citation. */
        static String file(Hit hit) {
            String path = hit.path().replace('\\', '/');
            return path.substring(path.lastIndexOf('/') + 1).replaceAll("[\\[\\]\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", " ");
        }

        static String percent(double probability) {
            return Math.round(probability * 100) + " %";
        }

        final List<Evidence> failed(Hit hit) {
            List<Evidence> failed = hit.evidence().stream()
                    .filter(e -> e.verdict() == Verdict.NOT_MET)
                    .toList();
            return failed.isEmpty()
                    ? hit.evidence().stream().filter(e -> e.verdict() == Verdict.UNSURE).toList()
                    : failed;
        }

        /** Everything that was measured, condition by condition. */
        final String measured(Hit hit, String equals, String comma) {
            return hit.evidence().stream()
                    .map(e -> words(conditions.get(e.condition())) + equals + plain(e.value()))
                    .collect(Collectors.joining(comma));
        }

        abstract String words(Condition condition);

        static String plain(String value) {
            return value.replaceAll("[\\[\\]\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", " ");
        }
    }

    private static final class English extends Language {
        English(GenerationRequest request) {
            super(request);
        }

        @Override
        String pattern() {
            return "yyyy-MM-dd HH:mm:ss";
        }

        @Override
        String words(Condition condition) {
            return condition == null ? "" : (condition.negated() ? "not " : "") + plain(condition.value());
        }

        private String wanted() {
            return conditions.values().stream().map(this::words).collect(Collectors.joining(", "));
        }

        @Override
        String found(int hits) {
            return "Found " + hits + (hits == 1 ? " match" : " matches") + " for " + wanted() + ".";
        }

        private String where(Hit hit) {
            String clock = when(hit);
            String span = hit.endMs() > hit.startMs()
                    ? ", " + position(hit.startMs()) + " to " + position(hit.endMs())
                    : "";
            return file(hit) + span + (clock.isEmpty() ? ", capture time unknown" : ", seen at " + clock);
        }

        @Override
        String hit(Hit hit) {
            return "[m" + hit.moment() + "] " + where(hit) + " (" + percent(hit.probability()) + "): "
                    + measured(hit, ": ", "; ") + ".";
        }

        @Override
        String more(int left) {
            return left == 1 ? "One more is listed." : left + " more are listed.";
        }

        @Override
        String nothing() {
            return "Nothing found for " + wanted() + ".";
        }

        @Override
        String miss(Hit hit) {
            List<Evidence> failed = failed(hit);
            String why = failed.stream()
                    .map(e -> words(conditions.get(e.condition()))
                            + (e.verdict() == Verdict.NOT_MET ? " does not hold (" : " is unsure (") + plain(e.value()) + ")")
                    .collect(Collectors.joining("; "));
            return "Nearest: [m" + hit.moment() + "] " + where(hit)
                    + (why.isEmpty() ? ": each condition may hold, all together only with " + percent(hit.probability()) + "."
                            : ": " + why + ".");
        }

        @Override
        String unsure() {
            return "Part of the question lies outside what the installed models know.";
        }
    }

    private static final class Chinese extends Language {
        Chinese(GenerationRequest request) {
            super(request);
        }

        @Override
        String separator() {
            return "";
        }

        @Override
        String pattern() {
            return "yyyy年M月d日 HH:mm:ss";
        }

        @Override
        String words(Condition condition) {
            if (condition == null) {
                return "";
            }
            String source = condition.source().isBlank() ? condition.value() : condition.source();
            return (condition.negated() ? "非" : "") + "“" + plain(source) + "”";
        }

        private String wanted() {
            return conditions.values().stream().map(this::words).collect(Collectors.joining("、"));
        }

        @Override
        String found(int hits) {
            return "找到 " + hits + " 处符合" + wanted() + "的结果。";
        }

        private String where(Hit hit) {
            String clock = when(hit);
            String span = hit.endMs() > hit.startMs() ? "，" + position(hit.startMs()) + " 至 " + position(hit.endMs()) : "";
            return file(hit) + span + (clock.isEmpty() ? "，拍摄时间未知" : "，拍摄于 " + clock);
        }

        @Override
        String hit(Hit hit) {
            return "[m" + hit.moment() + "] " + where(hit) + "（" + percent(hit.probability()) + "）：" + measured(hit, "：", "；") + "。";
        }

        @Override
        String more(int left) {
            return "另有 " + left + " 处见列表。";
        }

        @Override
        String nothing() {
            return "没有找到符合" + wanted() + "的结果。";
        }

        @Override
        String miss(Hit hit) {
            String why = failed(hit).stream()
                    .map(e -> words(conditions.get(e.condition()))
                            + (e.verdict() == Verdict.NOT_MET ? "不成立（" : "不确定（") + plain(e.value()) + "）")
                    .collect(Collectors.joining("；"));
            return "最接近的是 [m" + hit.moment() + "] " + where(hit)
                    + (why.isEmpty() ? "：各条件单独成立，但同时成立的概率只有 " + percent(hit.probability()) + "。" : "：" + why + "。");
        }

        @Override
        String unsure() {
            return "问题中有一部分超出了已安装模型的词汇范围。";
        }
    }
}
