// Reads a Teams manifest as Microsoft's own package does, offline; prints what it has against it.
const { AppManifestUtils } = require(process.argv[2]);

AppManifestUtils.readAndValidateTeamsManifest(process.argv[3])
  .then(([, wrongs]) => console.log(JSON.stringify(wrongs)))
  .catch((wrong) => console.log(JSON.stringify([String(wrong.message)])));
