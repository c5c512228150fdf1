// PouchDB on LevelDB, asked for a whole chart. One order a line: `put CHART [RESOURCES]` keeps a
// chart; `open CHART` opens the database anew, reads the chart and answers with the milliseconds; `replicate all` copies
// the whole database into an empty one and answers likewise.
import { createInterface } from 'node:readline';
import PouchDB from 'pouchdb';

const [folder] = process.argv.slice(2);

const orders = {
  async put(chart, resources) {
    const database = new PouchDB(folder);
    const documents = JSON.parse(resources).map((resource, number) => ({
      _id: `${chart}/${String(number).padStart(6, '0')}`,
      resource,
    }));
    await database.bulkDocs(documents);
    await database.close();
    return documents.length;
  },
  async open(chart) {
    const database = new PouchDB(folder);
    await database.info();
    const start = performance.now();
    const { rows } = await database.allDocs({
      include_docs: true,
      startkey: `${chart}/`,
      endkey: `${chart}/\uffff`,
    });
    const took = performance.now() - start;
    await database.close();
    return `${took} ${rows.length}`;
  },
  async replicate() {
    const database = new PouchDB(folder);
    const empty = new PouchDB(`${folder}-copy`);
    await Promise.all([database.info(), empty.info()]);
    const start = performance.now();
    const { docs_written: written } = await PouchDB.replicate(database, empty, { batch_size: 1000 });
    const took = performance.now() - start;
    await empty.destroy();
    await database.close();
    return `${took} ${written}`;
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const [order, chart, ...rest] = line.split(' ');
  process.stdout.write(`${await orders[order](chart, rest.join(' '))}\n`);
}
