/**
 * Basic sync rules: which documents of a source reach the index, by the values of their fields. Rules are checked, with
 * everything that is wrong reported at once, and then decide about documents. Knows nothing of where rules are stored
 * and who edits them.
 */
@NullMarked
package dev.leat.connect.rules;

import org.jspecify.annotations.NullMarked;
