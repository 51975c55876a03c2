import { Migration } from '@mikro-orm/migrations';
import { renewNameKeys } from '../renew-name-keys.ts';

export class Migration20261130202538_name_keys_without_punctuation extends Migration {

  override name = 'Migration20261130202538_name_keys_without_punctuation';

  override up(): Promise<void> {
    return renewNameKeys(this, table =>
      `update \`${table}\` set name_key = given.key from (select value ->> '$.id' as id, value ->> '$.key' as key from json_each(?)) given where \`${table}\`.id = given.id`,
    );
  }

  // The older version writes its own keys as names change; nothing is lost.
  override down(): void {}

}
