#include "CHLAData.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char excerpt[] = {
#embed "../../hla-data/excerpt.txt"
};

static const unsigned char protocol_mst[] = {
#embed "../../hla-data/protocols/mst.yaml"
};

static const unsigned char protocol_imak[] = {
#embed "../../hla-data/protocols/imak.yaml"
};

static const unsigned char protocol_cord_blood_mst[] = {
#embed "../../hla-data/protocols/cord-blood-mst.yaml"
};

static const unsigned char protocol_cord_blood_rescue[] = {
#embed "../../hla-data/protocols/cord-blood-rescue.yaml"
};

static const unsigned char protocol_conventional[] = {
#embed "../../hla-data/protocols/conventional.yaml"
};

hlamatch_bytes hlamatch_excerpt(void) {
  return (hlamatch_bytes){excerpt, sizeof excerpt};
}

hlamatch_bytes hlamatch_protocol_mst(void) {
  return (hlamatch_bytes){protocol_mst, sizeof protocol_mst};
}

hlamatch_bytes hlamatch_protocol_imak(void) {
  return (hlamatch_bytes){protocol_imak, sizeof protocol_imak};
}

hlamatch_bytes hlamatch_protocol_cord_blood_mst(void) {
  return (hlamatch_bytes){protocol_cord_blood_mst, sizeof protocol_cord_blood_mst};
}

hlamatch_bytes hlamatch_protocol_cord_blood_rescue(void) {
  return (hlamatch_bytes){protocol_cord_blood_rescue, sizeof protocol_cord_blood_rescue};
}

hlamatch_bytes hlamatch_protocol_conventional(void) {
  return (hlamatch_bytes){protocol_conventional, sizeof protocol_conventional};
}
