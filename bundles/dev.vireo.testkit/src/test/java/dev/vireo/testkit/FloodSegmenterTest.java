package dev.vireo.testkit;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.Image;
import dev.vireo.api.model.ProviderInfo;
import dev.vireo.api.segment.Mask;
import dev.vireo.api.segment.SegmentPrompt;
import dev.vireo.api.segment.Segmenter;
import java.util.ArrayDeque;
import java.util.List;

/** That the contract can be kept: by filling an area of one colour, which does for drawn squares and for nothing else. */
final class FloodSegmenterTest extends SegmenterContractTest {
    @Override
    protected Segmenter segmenter() {
        return new FloodSegmenter();
    }

    @Override
    protected void stop(Segmenter segmenter) {
        ((FloodSegmenter) segmenter).stopped = true;
    }

    private static final class FloodSegmenter implements Segmenter {
        private volatile boolean stopped;

        @Override
        public ProviderInfo info() {
            return new ProviderInfo("flood", "1.0.0", "areas of one colour");
        }

        @Override
        public List<Mask> segment(Image picture, List<SegmentPrompt> prompts) {
            if (stopped) {
                throw new VireoException(ErrorKind.UNAVAILABLE, "stopped");
            }
            return prompts.stream().map(prompt -> mask(picture, prompt)).toList();
        }

        private static Mask mask(Image picture, SegmentPrompt prompt) {
            prompt.inside().forEach(p -> check(picture, p.x(), p.y()));
            prompt.outside().forEach(p -> check(picture, p.x(), p.y()));
            prompt.box().ifPresent(b -> {
                check(picture, b.x(), b.y());
                check(picture, b.x() + b.w(), b.y() + b.h());
            });
            double x = prompt.inside().isEmpty() ? prompt.box().map(Box::centreX).orElseThrow() : prompt.inside().get(0).x();
            double y = prompt.inside().isEmpty() ? prompt.box().map(Box::centreY).orElseThrow() : prompt.inside().get(0).y();
            int width = picture.width();
            byte[] values = new byte[width * picture.height()];
            int seed = Math.min(picture.height() - 1, (int) y) * width + Math.min(width - 1, (int) x);
            ArrayDeque<Integer> open = new ArrayDeque<>(List.of(seed));
            while (!open.isEmpty()) {
                int at = open.pop();
                if (values[at] == 0 && alike(picture.rgb(), at, seed)) {
                    values[at] = (byte) 255;
                    if (at % width > 0) {
                        open.push(at - 1);
                    }
                    if (at % width < width - 1) {
                        open.push(at + 1);
                    }
                    if (at >= width) {
                        open.push(at - width);
                    }
                    if (at < values.length - width) {
                        open.push(at + width);
                    }
                }
            }
            return new Mask(width, picture.height(), values, 1);
        }

        private static boolean alike(byte[] rgb, int a, int b) {
            return rgb[a * 3] == rgb[b * 3] && rgb[a * 3 + 1] == rgb[b * 3 + 1] && rgb[a * 3 + 2] == rgb[b * 3 + 2];
        }

        private static void check(Image picture, double x, double y) {
            if (!(x >= 0 && y >= 0 && x <= picture.width() && y <= picture.height())) {
                throw new VireoException(ErrorKind.USER_INPUT, x + "," + y + " is outside of " + picture.width() + " x "
                        + picture.height() + " px; point inside");
            }
        }
    }
}
