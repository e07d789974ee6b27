#pragma once
#include <stddef.h>

/// Bytes compiled into the program; never written, valid for its whole life.
typedef struct {
  const unsigned char *start;
  size_t length;
} hlamatch_bytes;

/// The embedded excerpt of nomenclature facts, hla-data/excerpt.txt.
hlamatch_bytes hlamatch_excerpt(void);

/// The built-in protocol of microtransplantation, hla-data/protocols/mst.yaml.
hlamatch_bytes hlamatch_protocol_mst(void);

/// The built-in protocol of intentionally mismatched killer cells, hla-data/protocols/imak.yaml.
hlamatch_bytes hlamatch_protocol_imak(void);

/// The built-in protocol of cord blood for microtransplantation, hla-data/protocols/cord-blood-mst.yaml, which leaves a choice
/// to its user.
hlamatch_bytes hlamatch_protocol_cord_blood_mst(void);

/// The built-in protocol of cord blood after graft failure, hla-data/protocols/cord-blood-rescue.yaml.
hlamatch_bytes hlamatch_protocol_cord_blood_rescue(void);

/// The built-in protocol of a search for the best match, hla-data/protocols/conventional.yaml.
hlamatch_bytes hlamatch_protocol_conventional(void);
