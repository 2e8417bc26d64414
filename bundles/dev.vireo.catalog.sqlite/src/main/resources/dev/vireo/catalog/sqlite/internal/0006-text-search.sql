-- Schema 6: searching what was read. No earlier schema was filled with texts, so there is nothing to index anew.

-- Pairs of neighbouring characters of each text's normal form, as words of hexadecimal digits (see TextGrams). The texts
-- themselves stay in seen_text, whose id is the rowid here.
CREATE VIRTUAL TABLE seen_text_grams USING fts5 (grams, content = '', contentless_delete = 1, tokenize = 'ascii');

CREATE TRIGGER seen_text_gone AFTER DELETE ON seen_text BEGIN
    DELETE FROM seen_text_grams WHERE rowid = old.id;
END;
