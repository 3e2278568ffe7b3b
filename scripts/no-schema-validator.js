// Stands in for ajv in the bundle: conf is only ever used without a schema.
export class Ajv2020 {
  constructor() {
    throw new Error('webhook-admin uses conf without a schema');
  }
}

export default Ajv2020;
