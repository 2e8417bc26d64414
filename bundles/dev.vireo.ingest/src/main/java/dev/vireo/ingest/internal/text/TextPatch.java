package dev.vireo.ingest.internal.text;

import dev.vireo.api.media.Box;
import dev.vireo.api.media.Image;
import dev.vireo.ingest.internal.picture.Pixels;

/** A small picture of one line of text, to tell whether it still stands there without reading it again. */
final class TextPatch {
    private static final int ROWS = 6;

    /** Cells for each height of the line, about two for each character. */
    private static final int COLUMNS_A_HEIGHT = 4;

    private static final int MOST_COLUMNS = 160;

    /** Cells side by side that are judged together: about a character. */
    private static final int WINDOW = 3;

    /** Mean difference of a window from which something else is seen, as a share of the patch's own contrast. */
    private static final double OTHER = 0.75;

    /** Contrast below which nothing can be told apart, of 255. */
    private static final double LEAST_CONTRAST = 6;

    private final int columns;
    private final float[] cells;
    private final double contrast;

    private TextPatch(int columns, float[] cells, double contrast) {
        this.columns = columns;
        this.cells = cells;
        this.contrast = contrast;
    }

    static TextPatch of(Image image, Box box) {
        int columns = Math.clamp(Math.round(box.w() / box.h() * COLUMNS_A_HEIGHT), WINDOW, MOST_COLUMNS);
        float[] cells = new float[columns * ROWS];
        double sum = 0;
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < columns; column++) {
                float value = cell(image, box.x() + box.w() * column / columns, box.x() + box.w() * (column + 1) / columns,
                        box.y() + box.h() * row / ROWS, box.y() + box.h() * (row + 1) / ROWS);
                cells[row * columns + column] = value;
                sum += value;
            }
        }
        float mean = (float) (sum / cells.length);
        double contrast = 0;
        for (int i = 0; i < cells.length; i++) {
            cells[i] -= mean; // light that changes is no other text
            contrast += Math.abs(cells[i]);
        }
        return new TextPatch(columns, cells, contrast / cells.length);
    }

    private static float cell(Image image, double left, double right, double top, double bottom) {
        int x0 = Math.clamp((int) left, 0, image.width() - 1);
        int x1 = Math.clamp((int) Math.ceil(right), x0 + 1, image.width());
        int y0 = Math.clamp((int) top, 0, image.height() - 1);
        int y1 = Math.clamp((int) Math.ceil(bottom), y0 + 1, image.height());
        long sum = 0;
        for (int y = y0; y < y1; y++) {
            for (int x = x0; x < x1; x++) {
                sum += Pixels.luma(image.rgb(), (y * image.width() + x) * 3);
            }
        }
        return sum / (float) ((x1 - x0) * (y1 - y0));
    }

    /** Whether both show the same: no part of a character's width differs. Both must be of the same box. */
    boolean like(TextPatch other) {
        double limit = OTHER * Math.max(LEAST_CONTRAST, Math.max(contrast, other.contrast)) * WINDOW * ROWS;
        for (int from = 0; from + WINDOW <= columns; from++) {
            double difference = 0;
            for (int row = 0; row < ROWS; row++) {
                for (int i = row * columns + from; i < row * columns + from + WINDOW; i++) {
                    difference += Math.abs(cells[i] - other.cells[i]);
                }
            }
            if (difference > limit) {
                return false;
            }
        }
        return true;
    }
}
