#include "CHLAData.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char excerpt[] = {
#embed "../../hla-data/excerpt.txt"
};

static const unsigned char protocol_mst[] = {
#embed "../../hla-data/protocols/mst.yaml"
};

hlamatch_bytes hlamatch_excerpt(void) {
  return (hlamatch_bytes){excerpt, sizeof excerpt};
}

hlamatch_bytes hlamatch_protocol_mst(void) {
  return (hlamatch_bytes){protocol_mst, sizeof protocol_mst};
}
