import { Migration } from '@mikro-orm/migrations';
import { renewNameKeys } from '../renew-name-keys.ts';

export class Migration20261130202543_name_keys_without_punctuation extends Migration {

  override name = 'Migration20261130202543_name_keys_without_punctuation';

  override up(): Promise<void> {
    return renewNameKeys(this, table =>
      `update \`${table}\` named join json_table(?, '$[*]' columns (id bigint path '$.id', name_key varchar(200) path '$.key')) given on given.id = named.id set named.name_key = given.name_key`,
    );
  }

  // The older version writes its own keys as names change; nothing is lost.
  override down(): void {}

}
