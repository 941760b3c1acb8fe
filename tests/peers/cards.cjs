// Reads cards as Microsoft's own package does, without a page; prints what it has against each.
const fs = require("fs");
const cards = require(process.argv[2]);

const told = JSON.parse(fs.readFileSync(0, "utf8")).map((made) => {
  const context = new cards.SerializationContext(cards.Versions.v1_5);
  const card = new cards.AdaptiveCard();
  card.version = cards.Versions.v1_5;
  card.parse(made, context);
  const wrongs = [];
  for (let at = 0; at < context.eventCount; at++) wrongs.push(context.getEventAt(at).message);
  card.validateProperties().validationEvents.forEach((each) => wrongs.push(each.message));
  const back = JSON.stringify(card.toJSON()).length;
  return { wrongs, items: card.getItemCount(), back };
});
console.log(JSON.stringify(told));
